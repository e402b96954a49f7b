import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { readProfile } from '../../checks/load-test/read-profile';
import type { EnvironmentManifest } from '../../contracts/manifest';
import { productionFloors } from '../../lib/config';
import { concurrentUsers, plannedJourneys, sustainedSeconds } from '../../loadtests/lib/arrivals';
import { type Door, doorNames, type Profile } from '../../loadtests/lib/profile';

/** What the load gate of one environment runs. */
interface LoadTest extends Pick<EnvironmentManifest, 'environment' | 'production'> {
  readonly load: Pick<EnvironmentManifest['load'], 'profile'>;
}

type Reached = Readonly<Record<keyof typeof productionFloors.load, number>>;

/**
 * Holds the load of production to its floors; a profile that only shows that the shop answers, such as `smoke`, is none to judge
 * by.
 *
 * @param loadtests folder with `profiles`
 * @throws CodedError TAP2073 if a door gets less than production needs, TAP3103 if a profile can't be read
 */
export function requireProductionLoad(tests: readonly LoadTest[], loadtests: string): void {
  for (const { environment, load } of tests.filter(({ production }) => production)) {
    const short = shortfalls(readProfile(loadtests, load.profile));
    if (short.length === 0) continue;
    const enough = readdirSync(join(loadtests, 'profiles'))
      .map((file) => basename(file, '.json'))
      .filter((name) => shortfalls(readProfile(loadtests, name)).length === 0);
    throw new CodedError(
      'TAP2073',
      `${environment}: gates.load.profile is "${load.profile}", too little for production (lib/config/production-floors.ts): ` +
        `${short.join(', ')}; profiles that send enough are ${enough.sort().join(', ') || 'none'}`,
    );
  }
}

function shortfalls(profile: Profile): readonly string[] {
  return doorNames.flatMap((door) => {
    const reached = reachedAt(profile, door);
    return (Object.entries(productionFloors.load) as [keyof Reached, number][])
      .filter(([what, least]) => reached[what] < least)
      .map(([what, least]) => `${reached[what]} ${what} through ${door} where ${least} are needed`);
  });
}

function reachedAt({ doors, thinkSeconds }: Profile, door: Door): Reached {
  const load = doors[door];
  return {
    users: Math.round(concurrentUsers(load, thinkSeconds)),
    seconds: Math.floor(sustainedSeconds(load)),
    journeys: Math.round(plannedJourneys(load)),
  };
}
