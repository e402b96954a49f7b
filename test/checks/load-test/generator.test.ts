import { judgeLoad } from '../../../checks/load-test/verdict';
import { ofDoor } from '../../../loadtests/lib/expectations';
import {
  type AnswerChange,
  endWith,
  floor,
  goodSummary,
  journeys,
  measure,
  record,
  type Summary,
  samplesWith,
  summaryOf,
} from '../support/load-records';

describe('a generator that did not keep its rate', () => {
  const dropped = (summary: Summary) => measure(summary, ofDoor('dropped_iterations', 'api'), { count: 12 });
  const slow: AnswerChange = (door) => (door === 'api' ? { waitMs: 1500 } : undefined);
  const late = (summary: Summary) => measure(summary, 'generator_lag', { 'p(95)': 900, max: 1900 });
  const errors: AnswerChange = (door, _step, index) =>
    door === 'api' && index % 2 ? { failed: 'status 500' } : undefined;

  /** k6 ends with 99 if a threshold was crossed. */
  function judgedAfter(answers: AnswerChange, ...changes: ((summary: Summary) => void)[]) {
    const samples = samplesWith(answers);
    const summary = summaryOf(samples);
    for (const change of changes) change(summary);
    const thresholds = Object.values(summary.data.metrics).flatMap((metric) => Object.values(metric.thresholds ?? {}));
    const code = thresholds.every(({ ok }) => ok) ? 0 : 99;
    return judgeLoad(record({}, summary, { samples, end: endWith(code) }));
  }

  test.each<[string, (summary: Summary) => void, RegExp]>([
    ['dropped journeys', dropped, /12 journeys through api were dropped \(0 are allowed\)/],
    [
      'began too few',
      (it) => {
        for (const name of ['iterations', 'journeys_started', 'journeys_completed']) {
          measure(it, ofDoor(name, 'api'), { count: 750 });
        }
      },
      new RegExp(`750 journeys through api were begun \\(${floor} at least\\)`),
    ],
    ['stood still', (it) => measure(it, 'generator_lag', { max: 4004 }), /stood still for 4004 ms/],
    [
      'does not say how late it was',
      (it) => delete it.data.metrics.generator_lag,
      /how late its own timers were was not seen/,
    ],
  ])('is not judged if it %s, and the reason names the machine, not the commit', (_what, change, reason) => {
    const { verdict, reasons } = judgedAfter(() => undefined, change);
    expect(verdict).toBe('not judged');
    expect(reasons.join('\n')).toMatch(reason);
    expect(reasons.join('\n')).toMatch(/machine that generates the load \(builder-7, 2 processors\)/);
    expect(reasons.join('\n')).toMatch(/says nothing about the commit/);
  });

  test('has times that prove nothing if its own timers were late', () => {
    const { verdict, reasons } = judgedAfter(slow, late);
    expect(verdict).toBe('not judged');
    expect(reasons.join('\n')).toMatch(/was late itself, so its times prove nothing/);
  });

  test('is excused by a shop so slow that all users were waiting for it', () => {
    expect(judgedAfter(slow, dropped).verdict).toBe('fail');
  });

  test('that sent half of its load although nothing kept it from more was told to, and that is the commit', () => {
    const half = (it: Summary) => {
      for (const name of ['iterations', 'journeys_started', 'journeys_completed']) {
        measure(it, ofDoor(name, 'api'), { count: journeys / 2 });
      }
    };
    const { verdict, reasons } = judgedAfter(() => undefined, half);
    expect(verdict).toBe('fail');
    expect(reasons.join('\n')).toMatch(/400 journeys through api were begun .* it was told to send less/);
    // Who was late may have sent less for that.
    expect(judgedAfter(() => undefined, half, late).verdict).toBe('not judged');
  });

  test('excuses no wrong answer', () => {
    expect(judgedAfter(errors, dropped).verdict).toBe('fail');
    expect(judgedAfter(errors, dropped, late).verdict).toBe('fail');
  });

  test('is not judged if something outside ended it, and neither is what it measured until then', () => {
    const ends = [{ ...endWith(0), code: null, signal: 'SIGKILL' }, endWith(105)];
    const summary = goodSummary();
    dropped(summary);
    for (const end of ends) {
      const { verdict, reasons } = judgeLoad(record({}, summary, { end }));
      expect(verdict).toBe('not judged');
      expect(reasons).toEqual([expect.stringMatching(/ended from outside by .* on builder-7, 2 processors/)]);
    }
  });
});
