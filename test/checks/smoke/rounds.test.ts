import { Passing } from '../../../checks/smoke/passing';
import { walkRounds } from '../../../checks/smoke/rounds';
import type { Step } from '../../../checks/smoke/step';

/** Milliseconds of this machine's clock, which steps move on. */
let now = 0;

beforeEach(() => {
  now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => jest.restoreAllMocks());

/** Walks until three rounds in a row were good; each takes so many seconds, and the first ones fail in passing. */
function walk(seconds: number, failures = 0) {
  let rounds = 0;
  const step: Step = {
    name: 'a look',
    run: () => {
      rounds += 1;
      now += seconds * 1000;
      return rounds > failures ? Promise.resolve(5) : Promise.reject(new Passing('It was away.'));
    },
  };
  const visit = { clockFactor: 10_000, signal: new AbortController().signal };
  return walkRounds('the walk', () => [step], 3, visit);
}

test('good rounds must follow each other within a minute', async () => {
  expect(await walk(20)).toMatchObject({ good: 3, checks: [{ name: 'a look', status: 'passed' }] });
  const { good, checks } = await walk(25);
  expect(good).toBe(0);
  expect(checks.filter(({ status }) => status === 'failed').map(({ detail }) => detail)).toEqual([
    '3 good rounds of the walk took 75 s; all must come within 60 s.',
  ]);
});

test('the minute begins anew where a round is repeated, and a third failure is the shop', async () => {
  const repeated = await walk(20, 2);
  expect(repeated.good).toBe(3);
  expect(repeated.checks.map(({ status }) => status)).toEqual(['passed', 'excused', 'excused']);
  const broken = await walk(20, 3);
  expect(broken.good).toBe(0);
  expect(broken.checks.filter(({ status }) => status === 'failed').map(({ detail }) => detail)).toEqual([
    'It was away.',
    'The walk had passing failures in 3 rounds; 2 are repeated.',
  ]);
});
