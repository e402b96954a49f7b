import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { parseProfile } from '../../loadtests/lib/parse-profile';
import type { Profile } from '../../loadtests/lib/profile';

/** @throws CodedError TAP3103 if there is no such profile or it can't be read */
export function readProfile(loadtests: string, name: string): Profile {
  const folder = join(loadtests, 'profiles');
  const names = profileNames(folder);
  if (!names.includes(name)) {
    throw new CodedError('TAP3103', `there is no profile "${name}" in ${folder}; allowed are ${names.join(', ')}`);
  }
  try {
    return parseProfile(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')), `profiles/${name}.json`);
  } catch (error) {
    throw new CodedError('TAP3103', error instanceof Error ? error.message : String(error));
  }
}

function profileNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
      .sort();
  } catch (error) {
    throw new CodedError('TAP3103', `${folder} can't be read: ${String(error)}`);
  }
}
