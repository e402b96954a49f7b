import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadJobMinutes, longestLoadSeconds } from '../../../contracts/gates';
import type { DeclaredAlarm } from '../../../contracts/manifest';
import { requireLoadTests } from '../../../scripts/build/load-tests';
import { declared } from '../../checks/support/alarm-records';

/** Two of three points of a minute: what a load of 180 s and no less lets fire. */
const alarm = declared();
const reached = { catalog: { journeys: ['browse', 'checkout'] }, stock: { journeys: [] } };
const dev: Parameters<typeof requireLoadTests>[0][number] = {
  environment: 'Dev',
  load: { journey: 'checkout', profile: 'load' },
  alarms: [alarm],
};
const withLoad = (changes: Partial<typeof dev.load>) => ({ ...dev, load: { ...dev.load, ...changes } });
const parent = mkdtempSync(join(tmpdir(), 'load-tests-'));
const full = join(parent, 'full');
const empty = join(parent, 'empty');

/** A profile whose load takes so long at both doors, unless it says otherwise of one. */
function profileOf(
  seconds: number,
  { api = seconds, ...more }: { api?: number; stopAtFirstBreach?: boolean } = {},
): string {
  const door = {
    executor: 'constant-arrival-rate',
    arrivalsPerSecond: 2,
    seconds,
    minConcurrentUsers: 10,
    maxUsers: 40,
  };
  const doors = { cloudfront: door, api: { ...door, seconds: api } };
  return JSON.stringify({ description: 'A load.', thinkSeconds: 5, doors, ...more });
}

beforeAll(() => {
  for (const folder of [full, empty]) {
    for (const kind of ['journeys', 'profiles']) mkdirSync(join(folder, kind), { recursive: true });
  }
  for (const journey of ['browse', 'checkout']) writeFileSync(join(full, 'journeys', `${journey}.ts`), '');
  const profiles = {
    breakpoint: profileOf(60, { stopAtFirstBreach: true }),
    load: profileOf(180),
    short: profileOf(179),
    longest: profileOf(longestLoadSeconds),
    uneven: profileOf(180, { api: 100 }),
    soak: profileOf(longestLoadSeconds + 1),
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
      `^TAP2014: Dev: .*"soak".*${longestLoadSeconds + 1} s.*${longestLoadSeconds} s; allowed are load, longest$`,
    ),
  ],
  [{ profile: 'nope' }, /^TAP2013: Dev: gates\.load\.profile is "nope"; loadtests\/profiles has breakpoint, load/],
  [{ journey: 'nope' }, /^TAP2013: Dev: gates\.load\.journey is "nope"; loadtests\/journeys has browse, checkout:/],
])('%j is refused, and the message says what is allowed', (change, message) => {
  expect(() => requireLoadTests([dev, withLoad(change)], full, reached)).toThrow(message);
});

describe('a load that is over before an alarm must have fired', () => {
  test('is refused with the alarm, the arithmetic, and the profiles that are long enough', () => {
    expect(() => requireLoadTests([withLoad({ profile: 'short' })], full, reached)).toThrow(
      /^TAP2016: Dev: gates\.load\.profile is "short", whose load lasts 179 s: .*tap-dev-errors .*2 data points of 60 s.*\(2 \+ 1\) x 60 s = 180 s .*; allowed are load, longest$/,
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
    /^TAP2013: .*stock\.journeys\[1\] is "chekout"; loadtests\/journeys has browse, checkout:/,
  );
});
