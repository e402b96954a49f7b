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

describe('when the signal comes', () => {
  /** Walks two steps in three rounds; the signal comes in one of them, in the second step. */
  async function interrupted(inRound: number) {
    const job = new AbortController();
    let rounds = 0;
    const steps = () => {
      rounds += 1;
      return [
        { name: 'a look', run: async () => rounds },
        {
          name: 'a click',
          run: async () => {
            if (rounds < inRound) return 10 * rounds;
            job.abort('SIGTERM');
            throw new Error('The request was given up.');
          },
        },
      ];
    };
    const found = await walkRounds('the walk', steps, 3, { clockFactor: 1, signal: job.signal });
    return { ...found, measured: found.measurements.map(({ name, value }) => [name, value]) };
  }

  test('in the first round, the steps until then are told, and the one that was cut short is not', async () => {
    expect(await interrupted(1)).toMatchObject({
      good: 0,
      checks: [{ name: 'a look', status: 'passed' }],
      measured: [['a look', 1]],
    });
  });

  test('later, the good rounds count as far as they go', async () => {
    expect(await interrupted(3)).toMatchObject({
      good: 2,
      checks: [
        { name: 'a look', status: 'passed' },
        { name: 'a click', status: 'passed' },
      ],
      measured: [
        ['a look', 3],
        ['a click', 20],
      ],
    });
  });

  test('what failed for good until then is told, and what may pass is not', async () => {
    const job = new AbortController();
    const step = (name: string, run: () => Promise<number>) => ({ name, run });
    const steps = () => [
      step('a slow look', () => Promise.reject(new Passing('It took long.'))),
      step('a wrong look', () => Promise.reject(new Error('It is wrong.'))),
      step('a good look', async () => {
        job.abort('SIGTERM');
        return 5;
      }),
    ];
    const { checks, measurements } = await walkRounds('the walk', steps, 1, { clockFactor: 1, signal: job.signal });
    expect(checks.map(({ name, status }) => [name, status])).toEqual([
      ['a wrong look', 'failed'],
      ['a good look', 'passed'],
    ]);
    expect(measurements).toEqual([{ name: 'a good look', value: 5, unit: 'ms' }]);
  });

  test('before, nothing is walked', async () => {
    const visit = { clockFactor: 1, signal: AbortSignal.abort('SIGTERM') };
    const steps = () => [{ name: 'a look', run: async () => 1 }];
    expect(await walkRounds('the walk', steps, 1, visit)).toEqual({ good: 0, checks: [], measurements: [] });
  });

  test('in the pause before a repetition, what was told of it stays', async () => {
    const job = new AbortController();
    const run = async () => {
      setTimeout(() => job.abort('SIGTERM'), 20);
      throw new Passing('It was away.');
    };
    const visit = { clockFactor: 1, signal: job.signal };
    const { good, checks } = await walkRounds('the walk', () => [{ name: 'a look', run }], 1, visit);
    expect({ good, told: checks.map(({ status, detail }) => [status, detail]) }).toEqual({
      good: 0,
      told: [['excused', 'It was away. It was repeated.']],
    });
  });
});
