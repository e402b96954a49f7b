import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOAD_JOB_MINUTES, LONGEST_LOAD_SECONDS } from '../../../checks/gates';
import { requireLoadTests } from '../../../scripts/build/load-tests';

const dev = { environment: 'Dev', loadJourney: 'checkout', loadProfile: 'load' };
const parent = mkdtempSync(join(tmpdir(), 'load-tests-'));
const full = join(parent, 'full');
const empty = join(parent, 'empty');

/** A profile whose load takes so long at both doors. */
function profileOf(seconds: number, more: object = {}): string {
  const door = {
    executor: 'constant-arrival-rate',
    arrivalsPerSecond: 2,
    seconds,
    minConcurrentUsers: 10,
    maxUsers: 40,
  };
  return JSON.stringify({ description: 'A load.', thinkSeconds: 5, doors: { cloudfront: door, api: door }, ...more });
}

beforeAll(() => {
  for (const folder of [full, empty]) {
    for (const kind of ['journeys', 'profiles']) mkdirSync(join(folder, kind), { recursive: true });
  }
  for (const journey of ['browse', 'checkout']) writeFileSync(join(full, 'journeys', `${journey}.ts`), '');
  const profiles = {
    breakpoint: profileOf(60, { stopAtFirstBreach: true }),
    load: profileOf(60),
    longest: profileOf(LONGEST_LOAD_SECONDS),
    soak: profileOf(LONGEST_LOAD_SECONDS + 1),
  };
  for (const [name, text] of Object.entries(profiles)) writeFileSync(join(full, 'profiles', `${name}.json`), text);
});

afterAll(() => rmSync(parent, { recursive: true, force: true }));

test.each(['load', 'longest'])('the profile %s can be a gate', (loadProfile) => {
  expect(() => requireLoadTests([{ ...dev, loadProfile }], full)).not.toThrow();
});

test.each([
  [{ loadProfile: 'breakpoint' }, /^TAP2014: Dev: .*"breakpoint".*stopAtFirstBreach.*allowed are load, longest$/],
  [
    { loadProfile: 'soak' },
    new RegExp(
      `^TAP2014: Dev: .*"soak".*${LONGEST_LOAD_SECONDS + 1} s.*${LONGEST_LOAD_SECONDS} s; allowed are load, longest$`,
    ),
  ],
  [{ loadProfile: 'nope' }, /^TAP2013: Dev: gates\.load\.profile is "nope"; loadtests\/profiles has breakpoint, load/],
  [{ loadJourney: 'nope' }, /^TAP2013: Dev: gates\.load\.journey is "nope"; loadtests\/journeys has browse, checkout:/],
])('%j is refused, and the message says what is allowed', (change, message) => {
  expect(() => requireLoadTests([dev, { ...dev, ...change }], full)).toThrow(message);
});

test('it is said if there are none at all', () => {
  expect(() => requireLoadTests([dev], empty)).toThrow(/^TAP2013: .*loadtests\/journeys has none:/);
});

test('a gate’s job has time for more than its load', () => {
  expect(LOAD_JOB_MINUTES * 60).toBeGreaterThan(LONGEST_LOAD_SECONDS);
});
