import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { readProfile } from '../../checks/load-test/read-profile';
import { readSteps } from '../../checks/load-test/read-steps';
import { unresolved } from '../../checks/load-test/resolution';
import { longestLoadSeconds } from '../../contracts/gates';
import type { JourneySteps } from '../../contracts/journey-steps';
import type { DeclaredAlarm, EnvironmentManifest } from '../../contracts/manifest';
import type { ServiceDefinition } from '../../lib/config';
import { sustainedSeconds } from '../../loadtests/lib/arrivals';
import { graceSeconds } from '../../loadtests/lib/options';
import { doorNames, type Profile } from '../../loadtests/lib/profile';
import { profileSeconds } from '../../loadtests/lib/shorten';

/** What the load gate of one environment runs, and the alarms that are to see it. */
interface LoadTest extends Pick<EnvironmentManifest, 'environment' | 'alarms'> {
  readonly load: Pick<EnvironmentManifest['load'], 'journey' | 'profile' | 'thresholds'>;
}

/**
 * @param loadtests folder with `journeys` and `profiles`
 * @param services the services, with the journeys that reach them: a misspelt one would have its alarms wait for nobody
 * @throws CodedError TAP2013 if a load gate is to use a journey or a profile that there is none of, or a service names such a
 * journey, TAP2014 if a profile can't be a gate's, TAP2016 if its load is over before an alarm of the environment must have
 * fired, TAP2019 if its samples are too few for its limits, TAP3103 if
 * a profile is wrong, TAP3104 if the list of a journey's steps is
 */
export function requireLoadTests(
  tests: readonly LoadTest[],
  loadtests: string,
  services: Readonly<Record<string, Pick<ServiceDefinition, 'journeys'>>>,
): void {
  const journeys = namesIn(join(loadtests, 'journeys'), '.ts');
  const profiles = namesIn(join(loadtests, 'profiles'), '.json');
  for (const [name, service] of Object.entries(services)) {
    for (const [index, journey] of service.journeys.entries()) {
      requireFile(`lib/config/services.ts: ${name}.journeys[${index}]`, journey, 'loadtests/journeys', journeys);
    }
  }
  for (const test of tests) {
    const { environment, load } = test;
    requireFile(`${environment}: gates.load.journey`, load.journey, 'loadtests/journeys', journeys);
    requireFile(`${environment}: gates.load.profile`, load.profile, 'loadtests/profiles', profiles);
    const obstacle = (name: string) => {
      const profile = readProfile(loadtests, name);
      return notAGate(profile) ?? tooShort(profile, test) ?? tooFew(profile, test, readSteps(loadtests, load.journey));
    };
    const found = obstacle(load.profile);
    if (found === undefined) continue;
    const allowed = profiles.filter((profile) => obstacle(profile) === undefined);
    throw new CodedError(
      found.code,
      `${environment}: gates.load.profile is "${load.profile}", ${found.why}; allowed are ${allowed.join(', ') || 'none'}`,
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

/** Why a profile can't be a load gate's. */
interface Obstacle {
  readonly code: 'TAP2014' | 'TAP2016' | 'TAP2019';
  /** The rest of a sentence. */
  readonly why: string;
}

/** Why a profile can't be any gate's; undefined if it can. */
function notAGate(profile: Profile): Obstacle | undefined {
  const refused = (why: string): Obstacle => ({ code: 'TAP2014', why: `which can't be a gate: ${why}` });
  if (profile.stopAtFirstBreach) {
    return refused('it ends at the first broken threshold (stopAtFirstBreach), and a gate goes to its end');
  }
  const once = [profileSeconds(profile), Math.ceil(profile.thinkSeconds), graceSeconds];
  const seconds = 2 * once.reduce((sum, part) => sum + part);
  if (seconds <= longestLoadSeconds) return undefined;
  return refused(
    `its load may be sent twice, 2 x (${once[0]} s + ${once[1]} s of thinking + ${once[2]} s for late journeys) = ${seconds} s, ` +
      `and a gate's job has time for ${longestLoadSeconds} s`,
  );
}

/** Why a profile's samples are too few to judge a shop by the environment's limits; undefined if they suffice. */
function tooFew(profile: Profile, { load }: LoadTest, steps: JourneySteps): Obstacle | undefined {
  const why = unresolved(profile, load.thresholds, steps);
  if (why === undefined) return undefined;
  return {
    code: 'TAP2019',
    why: `whose samples are too few for the limits: ${why}. Raise its rate or its length, raise the limit, or take another one`,
  };
}

/**
 * Why alarms might not see the load; undefined if they must. Periods don't begin with the load, so that an alarm sees a part of
 * it in its first and its last one: only `(points + 1) x period` holds as many whole ones as the alarm wants, whenever it begins.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
function tooShort({ doors }: Profile, { alarms }: LoadTest): Obstacle | undefined {
  const seeing = alarms.filter(({ part, feed }) => part === 'always' && feed !== 'none');
  const [slowest] = seeing.sort((a, b) => neededSeconds(b) - neededSeconds(a));
  const seconds = Math.min(...doorNames.map((door) => sustainedSeconds(doors[door])));
  if (slowest === undefined || seconds >= neededSeconds(slowest)) return undefined;
  const { name, datapointsToAlarm: points, periodSeconds } = slowest;
  return {
    code: 'TAP2016',
    why:
      `whose load lasts ${Math.floor(seconds)} s at half of its highest rate or more: the alarm ${name} fires on ${points} data points of ${periodSeconds} s, and a load of ` +
      `less than (${points} + 1) x ${periodSeconds} s = ${neededSeconds(slowest)} s may be over before it can. Lengthen the ` +
      'profile, lower alarms.periodSeconds or alarms.datapointsToAlarm, or take another one',
  };
}

function neededSeconds({ datapointsToAlarm, periodSeconds }: DeclaredAlarm): number {
  return (datapointsToAlarm + 1) * periodSeconds;
}

function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => extname(file) === ending)
    .map((file) => file.slice(0, -ending.length))
    .sort();
}
