import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/**
 * Looks for a program by its names, a name in all folders before the next one.
 *
 * @returns its path; undefined where none of the folders has one that may be executed
 */
export function findProgram(names: readonly string[], folders: readonly string[]): string | undefined {
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
