import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registriesIn, registryFiles } from '../network/registries';
import type { Git } from './git';

/** URLs of the registries that the files of a commit tell package managers of, wherever they lie in its clone. */
export async function commitRegistries(clone: Git): Promise<readonly string[]> {
  const files = await clone.do('ls-files', '-z', '--', ...registryFiles.map((name) => `:(glob)**/${name}`));
  const found = files.split('\0').filter((file) => file !== '');
  // A link that leads nowhere tells nothing.
  const texts = await Promise.all(found.map((file) => readFile(join(clone.folder, file), 'utf8').catch(() => '')));
  return texts.flatMap(registriesIn);
}
