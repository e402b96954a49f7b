import { constants } from 'node:fs';
import { cp, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { FileSelection } from '../../model/build-spec';
import { matchesPattern } from '../../model/glob';

/** Copies share their blocks with the original where the file system can do that. */
const copyOnWrite = { mode: constants.COPYFILE_FICLONE };

/**
 * Copies the selected files of a source folder to a target folder.
 *
 * @returns how many files; 0 if nothing fits, also if the base directory is not there
 */
export async function collectFiles(source: string, selection: FileSelection, target: string): Promise<number> {
  const base = join(source, selection.baseDirectory);
  const selected = (await filesBelow(base)).filter(
    (path) =>
      selection.files.some((pattern) => matchesPattern(pattern, path)) &&
      !selection.excludePaths.some((pattern) => matchesPattern(pattern, path)),
  );
  const folders = new Set<string>();
  for (const path of selected) {
    const to = join(target, selection.discardPaths ? basename(path) : path);
    if (!folders.has(dirname(to))) await mkdir(dirname(to), { recursive: true });
    folders.add(dirname(to));
    await cp(join(base, path), to, { ...copyOnWrite, dereference: true });
  }
  return selected.length;
}

/** Copies a whole folder; links stay links. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { ...copyOnWrite, recursive: true, verbatimSymlinks: true });
}

/** All files below a folder, relative, with `/`; links to files count as files. None if the folder is not there. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const isFile = entry.isFile() || (entry.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isFile());
    if (isFile) found.push(relative(folder, path).split(sep).join('/'));
  }
  return found.sort();
}
