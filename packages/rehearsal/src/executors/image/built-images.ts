import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskImage } from '../../cloud/workloads/task-image';
import { imageFolderName } from './manifest';
import type { BuiltImage } from './shim-state';

/** Where the notes of an image lie: beside the folder of its files. */
function notesOf(imagesFolder: string, digest: string): string {
  return `${join(imagesFolder, imageFolderName(digest))}.json`;
}

/** What was built before in this run under a digest, or in an earlier one whose images were put here. */
export function readBuiltImage(imagesFolder: string, digest: string): BuiltImage | undefined {
  const notes = notesOf(imagesFolder, digest);
  if (!existsSync(notes)) return undefined;
  const image = JSON.parse(readFileSync(notes, 'utf8')) as BuiltImage;
  // Where the files lay in the run that built them says nothing here.
  return { ...image, folder: join(imagesFolder, imageFolderName(digest)) };
}

export function writeBuiltImage(imagesFolder: string, digest: string, image: BuiltImage): void {
  writeFileSync(notesOf(imagesFolder, digest), JSON.stringify(image));
}

/** An image as tasks are started from it. */
export function readTaskImage(imagesFolder: string, digest: string): TaskImage | undefined {
  const directory = join(imagesFolder, imageFolderName(digest));
  const built = existsSync(directory) ? readBuiltImage(imagesFolder, digest) : undefined;
  return built && { ...built.start, directory };
}
