import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import type { Load } from '../configuration/configuration';

/**
 * @param load how the repository keeps its load profiles; undefined: it has none
 * @throws RunError TAP4059 if the commit has no such load profile
 */
export async function checkProfile(profile: string | undefined, load: Load | undefined, clone: string): Promise<void> {
  if (profile === undefined) return;
  const files = load === undefined ? [] : await readdir(join(clone, load.profilesFolder)).catch(() => []);
  const known = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  if (known.includes(profile)) return;
  throw new RunError(
    'TAP4059',
    exitCodes.wrongUse,
    `--profile "${profile}": the commit has no such load profile; it has ${known.join(', ') || 'none'}.`,
  );
}
