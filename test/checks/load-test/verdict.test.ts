import * as fc from 'fast-check';
import type { LoadRecord, LoadRun } from '../../../checks/load-test/load-record';
import { judgeLoad, needsMoreSamples } from '../../../checks/load-test/verdict';
import { doorNames } from '../../../loadtests/lib/profile';
import {
  endWith,
  goodPlan,
  goodSummary,
  measure,
  profile,
  record,
  recordOfRun,
  recordWith,
  type Summary,
  samplesWith,
  steps,
  summaryOf,
} from '../support/load-records';

/** A record whose summary was changed. */
function withSummary(change: (summary: Summary) => void, run: Partial<LoadRun> = {}): LoadRecord {
  const summary = goodSummary();
  change(summary);
  return record({}, summary, run);
}

describe('the verdict on a load test', () => {
  test('is pass if everything proves it', () => {
    const outcome = judgeLoad(record());
    expect(outcome).toMatchObject({ verdict: 'pass', reasons: [] });
    expect(outcome.checks.length).toBeGreaterThan(25);
    expect(outcome.checks.every(({ status }) => status === 'passed')).toBe(true);
  });

  test('comes with the figures of each step and door, held against the limits, those of the worst step first', () => {
    const slow = recordWith((door, step) => (door === 'api' && step === 'fill' ? { waitMs: 290 } : undefined));
    const { measurements } = judgeLoad(slow);
    for (const door of doorNames) {
      for (const { name } of steps) {
        const own = measurements.filter((one) => one.name.startsWith(`${name} through ${door} `));
        expect(own).toHaveLength(7);
      }
      expect(measurements.filter((one) => one.name.startsWith(`${door} `))).toHaveLength(10);
    }
    const [, , worst] = measurements;
    expect(worst).toEqual({ name: 'fill through api wait p95', value: 290, unit: 'ms', limit: { atMost: 300 } });
  });

  test('counts a few errors below the limit as what they are', () => {
    const few = recordWith((door, step, index) =>
      door === 'api' && step === 'order' && index === 0 ? { failed: 'status 503' } : undefined,
    );
    expect(judgeLoad(few)).toMatchObject({ verdict: 'pass', reasons: [] });
  });

  test('asks for no revision where none is told', () => {
    const untold = { ...recordWith(() => ({ revision: 'none' })), revision: undefined };
    expect(judgeLoad(untold)).toMatchObject({ verdict: 'pass', reasons: [] });
  });

  test('is open where so few samples leave both sides of a limit possible, and then more are needed', () => {
    const near = recordWith((door, step, index) =>
      door === 'cloudfront' && step === 'order' && index < 30 ? { failed: 'status 503' } : undefined,
    );
    const { verdict, reasons } = judgeLoad(near);
    expect(verdict).toBe('not judged');
    expect(reasons[0]).toMatch(
      /order through cloudfront: 3\.75 % of 800 .* leave 2\.\d+ % to 5\.\d+ % possible, which is on both/,
    );
    expect(needsMoreSamples(near)).toBe(true);
    expect(judgeLoad(near, 'as far as it goes').verdict).toBe('fail');
  });

  const summaryLost = JSON.stringify({
    level: 'error',
    msg: 'failed to handle the end-of-test summary',
    error: "error saving summary to '/tmp/summary.json': no space left on device",
  });

  test.each<[string, () => LoadRecord, RegExp]>([
    [
      'samples break off',
      () => recordOfRun({ samplesProblem: "TAP3105: k6's samples can't be read: Quote Not Closed." }),
      /^TAP3105: k6's samples can't be read/,
    ],
    [
      'k6 has no room for its summary',
      () => recordOfRun({ summary: undefined, log: [summaryLost] }),
      /^TAP3105: k6 says that it could not write: failed to handle .*: no space left on device$/,
    ],
    [
      'k6 has no room for its log',
      () => recordOfRun({ end: endWith(255, 'could not open k6.log: no space left on device'), log: undefined }),
      /^TAP3105: .*no space left/,
    ],
    [
      'the report could not be kept',
      () => record({ losses: ['TAP3010: /reports/load.html could not be written: Error'] }),
      /^TAP3010: .*load\.html/,
    ],
  ])('is not judged where %s, and keeps what was measured', (_what, lossy, reason) => {
    const { verdict, reasons, measurements } = judgeLoad(lossy());
    expect(verdict).toBe('not judged');
    expect(reasons).toEqual([expect.stringMatching(reason)]);
    expect(measurements.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['order through api wait p95', 'order through api error rate']),
    );
    expect(needsMoreSamples(lossy())).toBe(false);
  });

  test("is fail where a script's own words are of a disk, or the load was hopeless before its disk was full", () => {
    const words = JSON.stringify({ level: 'error', msg: 'no space left on device', source: 'stacktrace' });
    expect(judgeLoad(recordOfRun({ log: [words] })).verdict).toBe('fail');
    expect(judgeLoad(recordOfRun({ endedEarly: 'half failed', log: [summaryLost] })).verdict).toBe('fail');
  });

  test('holds users to their promise on average only where the rate stays the same', () => {
    const rate = profile.doors.api.executor === 'constant-arrival-rate' ? profile.doors.api.arrivalsPerSecond : 0;
    const half = { seconds: 16, arrivalsPerSecond: rate };
    const load = { ...profile.doors.api, executor: 'ramping-arrival-rate' as const };
    const users = (doors: typeof profile.doors) =>
      judgeLoad(record({ profile: { ...profile, doors } })).measurements.filter(({ name }) =>
        /concurrent users/.test(name),
      );
    expect(users(profile.doors).map(({ limit }) => limit)).toEqual([{ atLeast: 150 }, { atLeast: 150 }]);
    const ramp = { ...load, startArrivalsPerSecond: rate, stages: [half, half] };
    expect(users({ cloudfront: ramp, api: ramp }).map(({ value, limit }) => [value, limit])).toEqual([
      [176, undefined],
      [176, undefined],
    ]);
  });

  test('needs no more samples where it is clear, or something else is wrong', () => {
    const near = (run: Partial<LoadRun>) => {
      const samples = samplesWith((door, step, index) =>
        door === 'cloudfront' && step === 'order' && index < 30 ? { failed: 'status 503' } : undefined,
      );
      return record({}, summaryOf(samples), { samples, ...run });
    };
    expect(needsMoreSamples(near({}))).toBe(true);
    expect(needsMoreSamples(record())).toBe(false);
    expect(needsMoreSamples(recordWith(() => ({ failed: 'status 500' })))).toBe(false);
    expect(needsMoreSamples(near({ log: undefined }))).toBe(false);
    expect(needsMoreSamples(near({ end: endWith(105) }))).toBe(false);
  });

  test('is of all runs together, and of each one by itself', () => {
    const quarter = recordWith((door, step, index) =>
      door === 'cloudfront' && step === 'order' && index < 14 ? { failed: 'status 503' } : undefined,
    );
    const twice = { ...quarter, runs: [...quarter.runs, ...record().runs] };
    expect(judgeLoad(twice)).toMatchObject({ verdict: 'pass', reasons: [] });
    const broken = { ...quarter, runs: [...quarter.runs, ...recordOfRun({ log: undefined }).runs] };
    expect(judgeLoad(broken).verdict).toBe('fail');
  });

  test('is never pass when k6 says of any one threshold that it was crossed', () => {
    const thresholds = Object.keys(goodPlan().thresholds);
    expect(thresholds.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.subarray(thresholds, { minLength: 1 }), fc.constantFrom(0, 99), (broken, code) => {
        const sabotaged = withSummary(
          (it) => {
            for (const metric of broken) measure(it, metric, {});
          },
          { end: endWith(code) },
        );
        expect(judgeLoad(sabotaged).verdict).not.toBe('pass');
      }),
      { numRuns: 50 },
    );
  });
});
