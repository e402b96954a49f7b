import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, RunError } from './run-error';

/** Where the commit keeps its load profiles, a file of JSON for each. */
const profilesFolder = join('loadtests', 'profiles');

/** @throws RunError TAP4059 if the commit has no such load profile */
export async function checkProfile(profile: string | undefined, clone: string): Promise<void> {
  if (profile === undefined) return;
  const files = await readdir(join(clone, profilesFolder)).catch(() => []);
  const known = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  if (known.includes(profile)) return;
  throw new RunError(
    'TAP4059',
    exitCodes.wrongUse,
    `--profile "${profile}": the commit has no such load profile; it has ${known.join(', ') || 'none'}.`,
  );
}
