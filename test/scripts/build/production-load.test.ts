import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productionFloors } from '../../../lib/config';
import { requireProductionLoad } from '../../../scripts/build/production-load';

const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'production-load-'));
const { users, seconds, journeys } = productionFloors.load;

/** A profile with such a load at both doors, unless it says otherwise of one. */
function write(name: string, cloudfront: object, api: object = cloudfront): void {
  const door = { executor: 'constant-arrival-rate', minConcurrentUsers: 1, maxUsers: 400 };
  const doors = { cloudfront: { ...door, ...cloudfront }, api: { ...door, ...api } };
  const profile = { description: 'A load.', thinkSeconds: 8, doors };
  writeFileSync(join(folder, 'profiles', `${name}.json`), JSON.stringify(profile));
}

/** At 2.5 arrivals a second, each staying 8 s, 20 users are in the shop, and 300 journeys take 120 s. */
const enough = { arrivalsPerSecond: 2.5, seconds: 120 };

beforeAll(() => {
  mkdirSync(join(folder, 'profiles'));
  write('enough', enough);
  write('few', { arrivalsPerSecond: 1, seconds: 300 });
  write('short', { arrivalsPerSecond: 5, seconds: 60 });
  // Users and journeys enough, within ten seconds; then a trickle.
  const stages = [
    { seconds: 10, arrivalsPerSecond: 130 },
    { seconds: 1, arrivalsPerSecond: 1 },
    { seconds: 600, arrivalsPerSecond: 1 },
  ];
  const burst = { executor: 'ramping-arrival-rate', startArrivalsPerSecond: 130, stages, maxUsers: 2000 };
  write('burst', burst);
  write('one-door', enough, { arrivalsPerSecond: 1, seconds: 5 });
});

afterAll(() => rmSync(folder, { recursive: true }));

const required =
  (profile: string, production = true, loadtests = folder) =>
  () =>
    requireProductionLoad([{ environment: 'Prod', production, load: { profile } }], loadtests);

test('a load of what production needs at least is one to judge by', () => {
  expect([users, seconds, journeys]).toEqual([20, 120, 300]);
  expect(required('enough')).not.toThrow();
  expect(required('load', true, join(root, 'loadtests'))).not.toThrow();
});

test.each([
  ['few', /8 users through cloudfront where 20 are needed, 8 users through api/],
  ['burst', /10 seconds through cloudfront where 120 are needed, 10 seconds through api .*needed/],
  ['short', /60 seconds through cloudfront where 120 are needed/],
  ['one-door', /: 5 users through api where 20 are needed, 5 seconds through api .*, 5 journeys through api where 300/],
])('the profile "%s" is refused in production, with what it lacks and which ones do', (profile, says) => {
  expect(required(profile)).toThrow(
    new RegExp(`^TAP2073: Prod: gates.load.profile is "${profile}", .*enough are enough$`),
  );
  expect(required(profile)).toThrow(says);
  expect(required(profile, false)).not.toThrow();
});

test('the shipped profile "smoke" is refused in production', () => {
  expect(required('smoke', true, join(root, 'loadtests'))).toThrow(/^TAP2073: .*"smoke".* enough are .*load/);
});
