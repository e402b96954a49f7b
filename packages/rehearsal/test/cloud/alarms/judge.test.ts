import fc from 'fast-check';
import {
  type AlarmState,
  type Comparison,
  comparisons,
  type Judgement,
  judge,
  type MissingData,
} from '../../../src/cloud/alarms/judge';

const alarm = (m: number, n: number, missingData: MissingData = 'missing'): Judgement => ({
  datapointsToAlarm: m,
  evaluationPeriods: n,
  threshold: 10,
  comparison: 'GreaterThanThreshold',
  missingData,
});

/** `0` is within the threshold, `X` beyond it, `-` missing; oldest first. */
const points = (text: string) =>
  text.split(' ').map((sign) => (sign === '-' ? undefined : sign === 'X' ? alarm(1, 1).threshold + 1 : 0));

const retained = 'RETAINED';
const treatments: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

// The examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html:
// states for data treated as missing, ignored, breaching, not breaching.
const threeOfThree: readonly (readonly [string, readonly string[]])[] = [
  ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
  ['- - - - 0', ['OK', 'OK', 'OK', 'OK']],
  ['- - - - -', ['INSUFFICIENT_DATA', retained, 'ALARM', 'OK']],
  ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['- - X - -', ['ALARM', retained, 'ALARM', 'OK']],
];
const twoOfThree: readonly (readonly [string, readonly string[]])[] = [
  ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
  ['- - - X -', ['ALARM', retained, 'ALARM', 'OK']],
];

describe('judge', () => {
  it.each([...threeOfThree.map((row) => [3, ...row] as const), ...twoOfThree.map((row) => [2, ...row] as const)])(
    'decides %i of 3 over "%s" as the documentation does',
    (m, range, expected) => {
      expect(expected).toHaveLength(treatments.length);
      for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmState[]) {
        const states = treatments.map((treatment) => judge(points(range), alarm(m, 3, treatment), before));
        expect(states).toEqual(expected.map((state) => (state === retained ? before : state)));
      }
    },
  );

  it('does not go to ALARM for one new breaching point after silence, when three are needed', () => {
    expect(judge(points('- - - - X'), alarm(3, 3), 'OK')).toBe('OK');
    expect(judge(points('- - - - X'), alarm(3, 3, 'ignore'), 'INSUFFICIENT_DATA')).toBe('INSUFFICIENT_DATA');
  });

  it.each<[Comparison, number, boolean]>([
    ['GreaterThanThreshold', 10, false],
    ['GreaterThanThreshold', 10.1, true],
    ['GreaterThanOrEqualToThreshold', 10, true],
    ['GreaterThanOrEqualToThreshold', 9.9, false],
    ['LessThanThreshold', 10, false],
    ['LessThanThreshold', 9.9, true],
    ['LessThanOrEqualToThreshold', 10, true],
    ['LessThanOrEqualToThreshold', 10.1, false],
  ])('compares by %s: %d against 10 breaches: %s', (comparison, value, breaches) => {
    expect(judge([value], { ...alarm(1, 1), comparison }, 'OK')).toBe(breaches ? 'ALARM' : 'OK');
  });

  it('knows no other comparisons than those that need no model', () => {
    expect(Object.keys(comparisons)).toHaveLength(4);
  });

  const series = fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }), {
    minLength: 1,
    maxLength: 9,
  });
  const state = fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA');
  const mOfN = fc.integer({ min: 1, max: 7 }).chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));

  it('counts to M among the newest N where nothing is missing, whatever the treatment and the state before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 7, maxLength: 9 }),
        mOfN,
        state,
        (range, [m, n], before) => {
          const breaching = range.slice(-n).filter((value) => value > 10).length;
          for (const treatment of treatments) {
            expect(judge(range, alarm(m, n, treatment), before)).toBe(breaching >= m ? 'ALARM' : 'OK');
          }
        },
      ),
    );
  });

  it('never finds more alarms by taking missing data for good than by taking it for bad', () => {
    fc.assert(
      fc.property(series, mOfN, state, (range, [m, n], before) => {
        if (judge(range, alarm(m, n, 'notBreaching'), before) === 'ALARM') {
          expect(judge(range, alarm(m, n, 'breaching'), before)).toBe('ALARM');
          expect(judge(range, alarm(m, n, 'missing'), before)).toBe('ALARM');
        }
      }),
    );
  });

  it('says INSUFFICIENT_DATA only where there is none, or where it is told to keep that state', () => {
    fc.assert(
      fc.property(series, mOfN, state, fc.constantFrom(...treatments), (range, [m, n], before, treatment) => {
        if (judge(range, alarm(m, n, treatment), before) !== 'INSUFFICIENT_DATA') return;
        if (treatment === 'ignore') expect(before).toBe('INSUFFICIENT_DATA');
        else expect([treatment, range.every((value) => value === undefined)]).toEqual(['missing', true]);
      }),
    );
  });
});
