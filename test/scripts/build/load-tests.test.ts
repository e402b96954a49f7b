import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOAD_JOB_MINUTES, LONGEST_LOAD_SECONDS } from '../../../checks/gates';
import { deliveryData } from '../../../lib/config';
import { requireLoadTests } from '../../../scripts/build/load-tests';

const OWN = join(__dirname, '..', '..', '..', 'loadtests');
const dev = { environment: 'Dev', loadJourney: 'checkout', loadProfile: 'load' };
const empty = mkdtempSync(join(tmpdir(), 'load-tests-'));

beforeAll(() => {
  for (const folder of ['journeys', 'profiles']) mkdirSync(join(empty, folder));
});

afterAll(() => rmSync(empty, { recursive: true, force: true }));

test('the load tests of every environment are there and can be gates', () => {
  const tests = deliveryData.environments.map(({ name, gates: { load } }) => ({
    environment: name,
    loadJourney: load.journey,
    loadProfile: load.profile,
  }));
  expect(tests.length).toBeGreaterThan(0);
  expect(() => requireLoadTests(tests, OWN)).not.toThrow();
});

test('in production the load only looks around', () => {
  const journeys = deliveryData.environments.map(({ production, gates: { load } }) => [production, load.journey]);
  expect(journeys.length).toBeGreaterThan(0);
  expect(journeys.filter(([production, journey]) => production && journey !== 'browse')).toEqual([]);
});

test.each(['load', 'smoke', 'stress', 'spike'])('the profile %s can be a gate', (loadProfile) => {
  expect(() => requireLoadTests([{ ...dev, loadProfile }], OWN)).not.toThrow();
});

test.each([
  [
    { loadProfile: 'breakpoint' },
    /^TAP2014: Dev: .*"breakpoint".*stopAtFirstBreach.*allowed are load, smoke, spike, stress$/,
  ],
  [{ loadProfile: 'soak' }, /^TAP2014: Dev: .*"soak".*7200 s.*2700 s; allowed are load, smoke, spike, stress$/],
  [{ loadProfile: 'nope' }, /^TAP2013: Dev: gates\.load\.profile is "nope"; loadtests\/profiles has breakpoint, load/],
  [{ loadJourney: 'nope' }, /^TAP2013: Dev: gates\.load\.journey is "nope"; loadtests\/journeys has browse, checkout:/],
])('%j is refused, and the message says what is allowed', (change, message) => {
  expect(() => requireLoadTests([dev, { ...dev, ...change }], OWN)).toThrow(message);
});

test('it is said if there are none at all', () => {
  expect(() => requireLoadTests([dev], empty)).toThrow(/^TAP2013: .*loadtests\/journeys has none:/);
});

test('a gate’s job has time for more than its load', () => {
  expect(LOAD_JOB_MINUTES * 60).toBeGreaterThan(LONGEST_LOAD_SECONDS);
});
