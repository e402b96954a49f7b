import { readFile } from 'node:fs/promises';
import { baseOf, readDockerfile } from './dockerfile';

/**
 * The image that the container's last stage starts from, or undefined if there is no such file.
 *
 * @param dockerfile its path
 */
export async function findBaseImage(dockerfile: string): Promise<string | undefined> {
  const text = await readFile(dockerfile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : baseOf(readDockerfile(text));
}
