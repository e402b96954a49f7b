import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type K6Plan, parsePlan } from '../../checks/load-test/k6-plan';
import { readSteps } from '../../checks/load-test/read-steps';
import { unresolved } from '../../checks/load-test/resolution';
import { concurrentUsers, journeyFloor, loadSeconds, plannedJourneys, stagesOf } from '../../loadtests/lib/arrivals';
import { ofDoor } from '../../loadtests/lib/expectations';
import { parseProfile } from '../../loadtests/lib/parse-profile';
import { doorNames, type Profile } from '../../loadtests/lib/profile';
import { shorten } from '../../loadtests/lib/shorten';
import { k6 } from '../checks/support/k6';

const loadtests = join(__dirname, '..', '..', 'loadtests');
const names = (folder: string, ending: string) =>
  readdirSync(join(loadtests, folder)).map((file) => file.slice(0, -ending.length));
const thresholdsOfBoth = { cloudfront: { p95Ms: 800, maxErrorRate: 0.01 }, api: { p95Ms: 1000, maxErrorRate: 0.01 } };
const profileNames = names('profiles', '.json');
const journeyNames = names('journeys', '.ts');

function profile(name: string): Profile {
  return parseProfile(JSON.parse(readFileSync(join(loadtests, 'profiles', `${name}.json`), 'utf8')), name);
}

const plans = new Map<string, Promise<K6Plan>>();

/** What k6 itself says it would do. */
function plan(journey: string, name: string): Promise<K6Plan> {
  const key = `${journey} ${name}`;
  const known = plans.get(key) ?? inspect(journey, name);
  plans.set(key, known);
  return known;
}

async function inspect(journey: string, name: string, more: Readonly<Record<string, string>> = {}): Promise<K6Plan> {
  const { stdout } = await promisify(execFile)(
    k6(),
    ['inspect', '--execution-requirements', '--include-system-env-vars', join(loadtests, 'journeys', `${journey}.ts`)],
    {
      env: {
        LOAD_PROFILE: name,
        LOAD_THRESHOLDS: JSON.stringify({ cloudfront: ofEachDoor, api: ofEachDoor }),
        LOAD_SITE_URL: 'http://127.0.0.1:1',
        LOAD_API_URL: 'http://127.0.0.1:1/v1/',
        LOAD_API_KEY: 'key',
        LOAD_API_CACHE: 'false',
        LOAD_RUN_ID: 'run',
        LOAD_SUMMARY_FILE: 'summary.json',
        ...more,
      },
      timeout: 20_000,
      killSignal: 'SIGKILL',
    },
  );
  return parsePlan(stdout);
}

const ofEachDoor = { p95Ms: 500, maxErrorRate: 0.01 };

describe('the load profile', () => {
  const load = profile('load');

  test('reaches 25 users at once through CloudFront and 20 through API Gateway, by arrival rate times thinking time', () => {
    const { cloudfront, api } = load.doors;
    expect(stagesOf(cloudfront)).toHaveLength(1);
    expect(stagesOf(api)).toHaveLength(1);
    expect((stagesOf(cloudfront)[0]?.arrivalsPerSecond ?? 0) * load.thinkSeconds).toBeGreaterThanOrEqual(25);
    expect((stagesOf(api)[0]?.arrivalsPerSecond ?? 0) * load.thinkSeconds).toBeGreaterThanOrEqual(20);
    expect(concurrentUsers(cloudfront, load.thinkSeconds)).toBeGreaterThanOrEqual(cloudfront.minConcurrentUsers);
    expect(cloudfront.minConcurrentUsers).toBeGreaterThanOrEqual(25);
    expect(api.minConcurrentUsers).toBeGreaterThanOrEqual(20);
  });

  test('promises no more users than even its floor of journeys brings', () => {
    for (const door of doorNames) {
      const { minConcurrentUsers } = load.doors[door];
      const least = (journeyFloor(load.doors[door]) * load.thinkSeconds) / loadSeconds(load.doors[door]);
      expect(least).toBeGreaterThanOrEqual(minConcurrentUsers);
    }
  });

  test('lasts at least 30 s through each door', () => {
    expect(doorNames.map((door) => loadSeconds(load.doors[door]) >= 30)).toEqual([true, true]);
  });

  test('decides a shop at half of limits of 1 %, whatever the journey', () => {
    expect(journeyNames.length).toBeGreaterThanOrEqual(2);
    for (const journey of journeyNames) {
      expect(unresolved(load, thresholdsOfBoth, readSteps(loadtests, journey))).toBeUndefined();
    }
  });

  test('asks for at most 50 requests a second altogether, and for 160 where it is shortened to that of a rehearsal', () => {
    for (const [some, most] of [
      [load, 50],
      [shorten(load, 40), 160],
    ] as const) {
      for (const journey of journeyNames) {
        const requests = readSteps(loadtests, journey).reduce((sum, step) => sum + step.requests, 0);
        const perSecond = doorNames.map(
          (door) => (requests * plannedJourneys(some.doors[door])) / loadSeconds(some.doors[door]),
        );
        expect(perSecond.every((rate) => rate > 0)).toBe(true);
        expect(perSecond.reduce((sum, rate) => sum + rate)).toBeLessThanOrEqual(most);
      }
    }
  });
});

test('k6 itself plans a shortened load as the gate judges it: less time, floors to match', async () => {
  for (const name of ['load', 'spike']) {
    const { thresholds, totalSeconds } = await inspect('browse', name, { LOAD_SECONDS: '32' });
    const short = shorten(profile(name), 32);
    expect(totalSeconds).toBeLessThan((await plan('browse', name)).totalSeconds - 100);
    expect(totalSeconds).toBeGreaterThan(32);
    for (const door of doorNames) {
      expect(thresholds[ofDoor('iterations', door)]).toEqual([`count>=${journeyFloor(short.doors[door])}`]);
    }
  }
});

test('the list of each journey is the journey that k6 plans, so that a lost step is a change that people see', async () => {
  expect(journeyNames.length).toBeGreaterThanOrEqual(2);
  for (const journey of journeyNames) {
    const { thresholds } = await plan(journey, 'load');
    for (const door of doorNames) {
      const planned = Object.keys(thresholds).flatMap(
        (metric) => new RegExp(`^http_reqs\\{scenario:${door},name:(.*)\\}$`).exec(metric)?.[1] ?? [],
      );
      // k6 shows them in the order of the alphabet.
      expect(planned).toEqual(
        readSteps(loadtests, journey)
          .map(({ name }) => name)
          .sort(),
      );
    }
  }
});

describe('every profile', () => {
  test('is there: smoke, load, stress, soak, spike and breakpoint', () => {
    expect(profileNames).toEqual(expect.arrayContaining(['smoke', 'load', 'stress', 'soak', 'spike', 'breakpoint']));
  });

  test('goes with every journey, and k6 itself plans both doors with a floor for each', async () => {
    // Journeys know nothing of profiles: all profiles with one journey, and all journeys with one profile, show it.
    const pairs = [
      ...profileNames.map((name) => ['browse', name] as const),
      ...journeyNames.map((journey) => [journey, 'load'] as const),
    ];
    expect(pairs.length).toBeGreaterThanOrEqual(8);
    for (const [journey, name] of pairs) {
      const { scenarios, thresholds, totalSeconds } = await plan(journey, name);
      expect(Object.keys(scenarios)).toEqual(expect.arrayContaining([...doorNames]));
      for (const door of doorNames) {
        const load = profile(name).doors[door];
        expect(thresholds[ofDoor('iterations', door)]).toEqual([`count>=${journeyFloor(load)}`]);
        expect(totalSeconds).toBeGreaterThan(loadSeconds(load));
      }
    }
  });
});
