import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDockerfile } from './dockerfile';

/** The image that the container's last stage starts from, or undefined if the commit describes none. */
export async function findBaseImage(source: string, dockerfile: string): Promise<string | undefined> {
  const text = await readFile(join(source, dockerfile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const stages = readDockerfile(text);
  const names = new Set(stages.flatMap(({ name }) => (name === undefined ? [] : [name])));
  return stages.map(({ from }) => from).findLast((from) => from !== '' && !names.has(from.toLowerCase()));
}
