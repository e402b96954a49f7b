import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { servedPaths } from '../../lib/constructs/site-folder';

/** SHA-256 of each file of the storefront that is uploaded, by its address: by it a gate knows the files of this commit. */
export function siteHashes(folder: string): Readonly<Record<string, string>> {
  const hashOf = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  return Object.fromEntries(servedPaths(folder).map((path) => [path, hashOf(path)]));
}
