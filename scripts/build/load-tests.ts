import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { LONGEST_LOAD_SECONDS } from '../../checks/gates';
import { readProfile } from '../../checks/load-test/read-profile';
import type { EnvironmentManifest } from '../../checks/manifest';
import { CodedError } from '../../lib/errors';
import { loadSeconds } from '../../loadtests/lib/arrivals';
import type { Profile } from '../../loadtests/lib/profile';

/** What the load gate of one environment runs. */
type LoadTest = Pick<EnvironmentManifest, 'environment' | 'loadJourney' | 'loadProfile'>;

/**
 * @param loadtests folder with `journeys` and `profiles`
 * @throws CodedError TAP2013 if a load gate is to use a journey or a profile that there is none of, TAP2014 if its profile
 * can't be a gate's, TAP3103 if a profile is wrong
 */
export function requireLoadTests(tests: readonly LoadTest[], loadtests: string): void {
  const journeys = namesIn(join(loadtests, 'journeys'), '.ts');
  const profiles = namesIn(join(loadtests, 'profiles'), '.json');
  const obstacle = (profile: string) => obstacleOf(readProfile(loadtests, profile));
  for (const { environment, loadJourney, loadProfile } of tests) {
    requireFile(`${environment}: gates.load.journey`, loadJourney, 'loadtests/journeys', journeys);
    requireFile(`${environment}: gates.load.profile`, loadProfile, 'loadtests/profiles', profiles);
    const found = obstacle(loadProfile);
    if (found === undefined) continue;
    const allowed = profiles.filter((profile) => obstacle(profile) === undefined);
    throw new CodedError(
      'TAP2014',
      `${environment}: gates.load.profile is "${loadProfile}", which can't be a gate: ${found}; allowed are ${allowed.join(', ') || 'none'}`,
    );
  }
}

function requireFile(where: string, name: string, folder: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new CodedError(
    'TAP2013',
    `${where} is "${name}"; ${folder} has ${names.join(', ') || 'none'}: take one of them, or add a file`,
  );
}

/** Why a profile can't be a gate's; undefined if it can. */
function obstacleOf({ doors, stopAtFirstBreach }: Profile): string | undefined {
  if (stopAtFirstBreach) return 'it ends at the first broken limit (stopAtFirstBreach), and a gate goes to its end';
  const seconds = Math.max(...Object.values(doors).map(loadSeconds));
  if (seconds <= LONGEST_LOAD_SECONDS) return undefined;
  return `its load takes ${seconds} s, and a gate's job has time for ${LONGEST_LOAD_SECONDS} s`;
}

function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => extname(file) === ending)
    .map((file) => file.slice(0, -ending.length))
    .sort();
}
