import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadJobMinutes, longestLoadSeconds } from '../../../contracts/gates';
import type { DeclaredAlarm } from '../../../contracts/manifest';
import { graceSeconds } from '../../../loadtests/lib/options';
import { requireLoadTests } from '../../../scripts/build/load-tests';
import { declared } from '../../checks/support/alarm-records';

/** Two of three points of a minute: what a load of 180 s and no less lets fire. */
const alarm = declared();
const ofEachDoor = { p95Ms: 800, maxErrorRate: 0.01 };
const reached = { catalog: { journeys: ['browse', 'checkout'] }, stock: { journeys: [] } };
const dev: Parameters<typeof requireLoadTests>[0][number] = {
  environment: 'Dev',
  load: { journey: 'checkout', profile: 'load', thresholds: { cloudfront: ofEachDoor, api: ofEachDoor } },
  alarms: [alarm],
};
const withLoad = (changes: Partial<typeof dev.load>) => ({ ...dev, load: { ...dev.load, ...changes } });
const parent = mkdtempSync(join(tmpdir(), 'load-tests-'));
const full = join(parent, 'full');
const empty = join(parent, 'empty');

/** Seconds of a load that has time for being sent twice, 5 s of thinking and k6's grace included. */
const longestOnce = longestLoadSeconds / 2 - 5 - graceSeconds;

/** A profile whose load takes so long at both doors, unless it says otherwise of one. */
function profileOf(
  seconds: number,
  { api = seconds, rate = 10, ...more }: { api?: number; rate?: number; stopAtFirstBreach?: boolean } = {},
): string {
  const door = {
    executor: 'constant-arrival-rate',
    arrivalsPerSecond: rate,
    seconds,
    minConcurrentUsers: 10,
    maxUsers: 80,
  };
  const doors = { cloudfront: door, api: { ...door, seconds: api } };
  return JSON.stringify({ description: 'A load.', thinkSeconds: 5, doors, ...more });
}

beforeAll(() => {
  for (const folder of [full, empty]) {
    for (const kind of ['journeys', 'profiles', 'steps']) mkdirSync(join(folder, kind), { recursive: true });
  }
  for (const journey of ['browse', 'checkout', 'unlisted', 'mislisted']) {
    writeFileSync(join(full, 'journeys', `${journey}.ts`), '');
  }
  const steps = ['look', 'choose', 'fill', 'order', 'pay'].map((name) => ({ name, requests: 1 }));
  for (const journey of ['browse', 'checkout']) {
    writeFileSync(join(full, 'steps', `${journey}.json`), JSON.stringify(steps));
  }
  writeFileSync(join(full, 'steps', 'mislisted.json'), JSON.stringify([...steps, steps[0]]));
  const profiles = {
    breakpoint: profileOf(60, { stopAtFirstBreach: true }),
    load: profileOf(180),
    short: profileOf(179),
    longest: profileOf(longestOnce),
    sparse: profileOf(180, { rate: 2 }),
    uneven: profileOf(180, { api: 100 }),
    soak: profileOf(longestOnce + 1),
  };
  for (const [name, text] of Object.entries(profiles)) writeFileSync(join(full, 'profiles', `${name}.json`), text);
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

test.each(['load', 'longest'])('the profile %s can be a gate', (profile) => {
  expect(() => requireLoadTests([withLoad({ profile })], full, reached)).not.toThrow();
});

test.each([
  [{ profile: 'breakpoint' }, /^TAP2014: Dev: .*"breakpoint".*stopAtFirstBreach.*allowed are load, longest$/],
  [
    { profile: 'soak' },
    new RegExp(
      `^TAP2014: Dev: .*"soak".*2 x \\(${longestOnce + 1} s \\+ 5 s of thinking \\+ 30 s .*\\) = ${longestLoadSeconds + 2} s.*${longestLoadSeconds} s; allowed are load, longest$`,
    ),
  ],
  [{ profile: 'nope' }, /^TAP2013: Dev: gates\.load\.profile is "nope"; loadtests\/profiles has breakpoint, load/],
  [
    { profile: 'sparse' },
    /^TAP2019: Dev: .*"sparse", whose samples are too few for the limits: 352 journeys decide a shop in which 0\.5 % of all of cloudfront failed, where 1 % may, in \d+ of 100 runs; 95 are needed, for which it takes \d+ journeys.*; allowed are load, longest$/,
  ],
  [{ journey: 'unlisted' }, /^TAP3104: .*unlisted\.json is missing/],
  [{ journey: 'mislisted' }, /^TAP3104: .*mislisted\.json: .*every step needs a name of its own/],
  [
    { journey: 'nope' },
    /^TAP2013: Dev: gates\.load\.journey is "nope"; loadtests\/journeys has browse, checkout, mislisted, unlisted:/,
  ],
])('%j is refused, and the message says what is allowed', (change, message) => {
  expect(() => requireLoadTests([dev, withLoad(change)], full, reached)).toThrow(message);
});

describe('a load that is over before an alarm must have fired', () => {
  test('is refused with the alarm, the arithmetic, and the profiles that are long enough', () => {
    expect(() => requireLoadTests([withLoad({ profile: 'short' })], full, reached)).toThrow(
      /^TAP2016: Dev: gates\.load\.profile is "short", whose load lasts 179 s at half of its highest rate or more: .*tap-dev-errors .*2 data points of 60 s.*\(2 \+ 1\) x 60 s = 180 s .*; allowed are load, longest$/,
    );
  });

  test('is measured at the door where it is shortest', () => {
    expect(() => requireLoadTests([withLoad({ profile: 'uneven' })], full, reached)).toThrow(/^TAP2016: .*lasts 100 s/);
  });

  test('is measured by the alarm that needs most', () => {
    const slow = { ...alarm, name: 'tap-dev-slow', periodSeconds: 300, datapointsToAlarm: 1 };
    expect(() => requireLoadTests([{ ...dev, alarms: [alarm, slow] }], full, reached)).toThrow(
      /^TAP2016: Dev: .*tap-dev-slow .*= 600 s .*; allowed are longest$/,
    );
  });

  test.each(['never', 'after the load'] as const)('may be shorter than what an alarm that counts %s wants', (part) => {
    const heartbeat: DeclaredAlarm = { ...alarm, part, reason: 'any', periodSeconds: 1800, windowSeconds: 3600 };
    expect(() => requireLoadTests([{ ...dev, alarms: [alarm, heartbeat] }], full, reached)).not.toThrow();
  });
});

test('a load may be shorter than what an alarm wants that it does not feed', () => {
  const idle: DeclaredAlarm = { ...alarm, feed: 'none', reason: 'SNS has nothing to count', periodSeconds: 600 };
  expect(() => requireLoadTests([{ ...dev, alarms: [alarm, idle] }], full, reached)).not.toThrow();
});

test('it is said if there are none at all', () => {
  expect(() => requireLoadTests([dev], empty, {})).toThrow(/^TAP2013: .*loadtests\/journeys has none:/);
});

test('a gate’s job has time for more than its load', () => {
  expect(loadJobMinutes * 60).toBeGreaterThan(longestLoadSeconds);
});

test('a journey of a service that there is none of is refused: its alarms would wait for a load that never comes', () => {
  const misspelt = { ...reached, stock: { journeys: ['browse', 'chekout'] } };
  expect(() => requireLoadTests([dev], full, misspelt)).toThrow(
    /^TAP2013: .*stock\.journeys\[1\] is "chekout"; loadtests\/journeys has browse, checkout, mislisted, unlisted:/,
  );
});
