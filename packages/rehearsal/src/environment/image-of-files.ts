import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { imageManifest } from '../executors/image/manifest';
import { buildWithoutEngine } from '../executors/image/stand-in-docker';

/** Where an image is made, and left. */
export interface ImagePlace {
  readonly workDir: string;
  /** Where the files of built images are, a folder for each digest. */
  readonly imagesFolder: string;
}

/**
 * Makes the image of a folder without a container engine: from its files, by the lines of RUN that can be carried out.
 *
 * @param context the folder with the Dockerfile, absolute
 * @returns the digest of the image
 */
export async function imageOfFiles(context: string, { workDir, imagesFolder }: ImagePlace): Promise<string> {
  const scratch = join(workDir, 'scratch');
  for (const folder of [imagesFolder, scratch]) await mkdir(folder, { recursive: true });
  const image = await buildWithoutEngine(
    { kind: 'build', tags: [], context, buildArguments: {}, push: false },
    { imagesFolder, scratch, stateFile: join(workDir, 'images.json') },
    () => undefined,
  );
  return imageManifest(image.config, []).digest;
}
