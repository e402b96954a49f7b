import { readFile } from 'node:fs/promises';
import { readDockerfile } from './dockerfile';

/**
 * The image that the container's last stage starts from, or undefined if there is no such file.
 *
 * @param dockerfile its path
 */
export async function findBaseImage(dockerfile: string): Promise<string | undefined> {
  const text = await readFile(dockerfile, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const stages = readDockerfile(text);
  const names = new Set(stages.flatMap(({ name }) => (name === undefined ? [] : [name])));
  return stages.map(({ from }) => from).findLast((from) => from !== '' && !names.has(from.toLowerCase()));
}
