import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { servedPaths } from '../../lib/constructs/site-folder';

/** What the distribution answers `/` with (`lib/constructs/storefront.ts`). */
const root = '/index.html';

/**
 * SHA-256 of each file of the storefront that is uploaded, by its address: by it a gate knows the files of this commit. The page
 * at `/` is among them, for a cache has it under an address of its own.
 */
export function siteHashes(folder: string): Readonly<Record<string, string>> {
  const hashOf = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  const paths = servedPaths(folder);
  return {
    ...(paths.includes(root) && { '/': hashOf(root) }),
    ...Object.fromEntries(paths.map((path) => [path, hashOf(path)])),
  };
}
