import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What can be seen of a tree without reading its files: their names, sizes and modes, and when each was last written to. Two traces are
 * equal as long as nothing was added, removed or written to; a program that puts a file's time back after writing as much as was there
 * is not seen.
 *
 * @param except paths of files and folders that are left out
 */
export async function traceOf(folder: string, ...except: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const add = async (at: string): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(at, entry.name);
      if (except.includes(path)) continue;
      if (entry.isDirectory()) {
        hash.update(`${entry.name}//`);
        await add(path);
        // Else a file could go up a folder unseen.
        hash.update('/');
      } else {
        const { size, mode, mtimeMs } = lstatSync(path);
        hash.update(`${entry.name}/${size}/${mode}/${mtimeMs}/`);
      }
    }
  };
  await add(folder);
  return hash.digest('hex');
}
