import * as fc from 'fast-check';
import type { LoadRecord } from '../../../checks/load-test/load-record';
import { judgeLoad } from '../../../checks/load-test/verdict';
import { ofDoor } from '../../../loadtests/lib/expectations';
import { doorNames } from '../../../loadtests/lib/profile';
import {
  doorThresholds,
  endWith,
  floor,
  goodPlan,
  goodSummary,
  journeys,
  measure,
  record,
  requestsPerJourney,
  type Summary,
} from '../support/load-records';

const requests = journeys * requestsPerJourney;

/** A record whose summary was changed. */
function withSummary(change: (summary: Summary) => void, changes: Partial<LoadRecord> = {}): LoadRecord {
  const summary = goodSummary();
  change(summary);
  return record(changes, summary);
}

function withPlan(change: (plan: ReturnType<typeof goodPlan>) => void): LoadRecord {
  const plan = goodPlan();
  change(plan);
  return record({ plan });
}

const crossed = { end: endWith(99) };

/** Each of these is wrong in the commit; k6 itself ends with 0 in many of them. */
const sabotages: [string, () => LoadRecord, RegExp][] = [
  ['k6 cannot read the scripts', () => record({ plan: { problem: 'k6 could not read browse.ts.' } }), /could not read/],
  ['a scenario is not planned', () => withPlan((plan) => plan.scenarios.pop()), /lacks for api: the scenario/],
  [
    'thresholds were switched off',
    () =>
      withPlan((plan) => {
        plan.thresholds = {};
      }),
    /lacks for cloudfront: iterations\{scenario:cloudfront\}/,
  ],
  [
    'a limit is looser than the environment allows',
    () =>
      withPlan((plan) => {
        plan.thresholds[ofDoor('http_req_duration', 'api')] = ['p(95)<=9000'];
      }),
    new RegExp(`lacks for api: http_req_duration.*<=${doorThresholds.api.p95Ms}`),
  ],
  [
    'a floor is lower than the profile demands',
    () =>
      withPlan((plan) => {
        plan.thresholds[ofDoor('iterations', 'cloudfront')] = ['count>=1'];
      }),
    new RegExp(`lacks for cloudfront: iterations.*count>=${floor}`),
  ],
  [
    'k6 does not end',
    () => record({ end: { code: null, signal: 'SIGKILL', stoppedByClock: true, stderr: '' }, summary: undefined }),
    /did not end within 159 s and was killed/,
  ],
  ['k6 stumbles over a script', () => record({ end: endWith(107) }), /ended with 107; only 0 is a good end\.$/],
  [
    'k6 breaks down',
    () => record({ end: endWith(2, `${'x'.repeat(1000)}panic: out of memory\n`) }),
    /ended with 2; .* Its last words: x{1,480}panic: out of memory$/,
  ],
  ['k6 crosses a threshold that nobody knows', () => record(crossed), /ended with 99; only 0/],
  ['the summary is missing', () => record({ summary: undefined }), /has left no summary/],
  [
    'the summary is an older one',
    () =>
      withSummary((it) => {
        it.runId = 'older';
      }),
    /is of run older; this run is/,
  ],
  ['the summary is not JSON', () => record({ summary: '{' }), /not JSON/],
  ['the summary has no metrics', () => record({ summary: '{"runId":"this-run","data":{}}' }), /is none/],
  [
    'a planned threshold is not in the summary',
    () => withSummary((it) => delete it.data.metrics[ofDoor('http_req_duration', 'api')]?.thresholds),
    /says nothing about the threshold http_req_duration\{scenario:api\}/,
  ],
  [
    'a planned metric is not in the summary',
    () => withSummary((it) => delete it.data.metrics[ofDoor('answers_failed', 'api')]),
    /says nothing about the threshold answers_failed\{scenario:api\}/,
  ],
  [
    'response times have no samples',
    () => withSummary((it) => measure(it, ofDoor('http_req_duration', 'api'), { count: 0, 'p(95)': 0 }, true)),
    /http_req_duration\{scenario:api\} has no samples/,
  ],
  [
    'no answer was judged',
    () => withSummary((it) => measure(it, ofDoor('answers_failed', 'api'), { passes: 0, fails: 0 }, true)),
    /answers_failed\{scenario:api\} has no samples/,
  ],
  [
    'five in a hundred answers are errors',
    () =>
      withSummary(
        (it) => measure(it, ofDoor('answers_failed', 'api'), { rate: 0.05, passes: 26, fails: 486 }),
        crossed,
      ),
    /answers_failed\{scenario:api\} is 0\.05; the threshold is rate<=0\.02/,
  ],
  [
    'answers are slow',
    () => withSummary((it) => measure(it, ofDoor('http_req_duration', 'cloudfront'), { 'p(95)': 1500 }), crossed),
    /http_req_duration\{scenario:cloudfront\} is 1500; the threshold is p\(95\)<=500/,
  ],
  [
    'k6 calls a slow shop good',
    () => withSummary((it) => measure(it, ofDoor('http_req_duration', 'cloudfront'), { 'p(95)': 501 }, true)),
    /is 501; the threshold is p\(95\)<=500/,
  ],
  [
    'k6 calls errors good',
    () => withSummary((it) => measure(it, ofDoor('answers_failed', 'cloudfront'), { rate: 0.011 }, true)),
    /is 0\.011; the threshold is rate<=0\.01/,
  ],
  [
    'every iteration throws',
    () => withSummary((it) => measure(it, ofDoor('journeys_completed', 'cloudfront'), { count: 0 })),
    new RegExp(`${journeys} journeys through cloudfront were started and 0 completed`),
  ],
  [
    'one journey was cut off',
    () => withSummary((it) => measure(it, ofDoor('journeys_completed', 'api'), { count: journeys - 1 }, true)),
    new RegExp(`${journeys} journeys through api were started and ${journeys - 1} completed`),
  ],
  [
    'all iterations were cut off',
    () => withSummary((it) => measure(it, ofDoor('iterations', 'api'), { count: 0 }), crossed),
    new RegExp(`iterations\\{scenario:api\\} is 0; the threshold is count>=${floor}`),
  ],
  [
    'a door got no journey at all',
    () =>
      withSummary((it) => {
        for (const name of ['iterations', 'journeys_started', 'journeys_completed', 'http_reqs']) {
          measure(it, ofDoor(name, 'api'), { count: 0 });
        }
      }, crossed),
    /0 journeys through api were started/,
  ],
  [
    'journeys send nothing',
    () => withSummary((it) => measure(it, ofDoor('http_reqs', 'api'), { count: 0 }), crossed),
    /0 requests went through api/,
  ],
  [
    'answers were not looked at',
    () => withSummary((it) => measure(it, ofDoor('answers_failed', 'api'), { fails: requests - 1 }, true)),
    new RegExp(`${requests} requests went through api and ${requests - 1} answers were looked at`),
  ],
  [
    'shoppers do not think',
    () => withSummary((it) => measure(it, ofDoor('iteration_duration', 'cloudfront'), { avg: 900 }), crossed),
    /3\.6 users were in the shop through cloudfront at once; 25 at least/,
  ],
  [
    'the run is shorter than the load',
    () =>
      withSummary((it) => {
        it.data.state.testRunDurationMs = 20_000;
      }),
    /The run took 20 s; the load through cloudfront alone is 32 s/,
  ],
  [
    'a script logs an error',
    () => record({ log: ['{"level":"error","msg":"TypeError: x is undefined"}'] }),
    /logged errors \(1\); the first: TypeError/,
  ],
  ['the log holds something else', () => record({ log: ['panic: runtime error'] }), /no log entry: panic/],
  ['the log is missing', () => record({ log: undefined }), /left no log/],
  ['there is no report', () => record({ reportBytes: 0 }), /report has 0 bytes/],
  ['no door has thresholds', () => record({ thresholds: {} }), /No door has thresholds/],
];

describe('the verdict on a load test', () => {
  test('is pass if everything proves it', () => {
    const outcome = judgeLoad(record());
    expect(outcome).toMatchObject({ verdict: 'pass', reasons: [] });
    expect(outcome.checks.length).toBeGreaterThan(25);
    expect(outcome.checks.every(({ status }) => status === 'passed')).toBe(true);
  });

  test('comes with the figures of each door, held against the thresholds', () => {
    const { measurements } = judgeLoad(record());
    for (const door of doorNames) {
      const own = measurements.filter(({ name }) => name.startsWith(`${door} `));
      expect(own).toHaveLength(10);
      expect(own).toContainEqual({
        name: `${door} response time p95`,
        value: 40,
        unit: 'ms',
        limit: { atMost: doorThresholds[door].p95Ms },
      });
    }
  });

  test('has at least the sixteen sabotages that were tried against k6 itself', () => {
    expect(sabotages.length).toBeGreaterThanOrEqual(16);
  });

  test.each(sabotages)('is fail if %s', (_what, sabotaged, reason) => {
    const outcome = judgeLoad(sabotaged());
    expect(outcome.verdict).toBe('fail');
    expect(outcome.reasons.join('\n')).toMatch(reason);
  });

  test('counts a few errors below the limit as what they are', () => {
    const few = withSummary((it) =>
      measure(it, ofDoor('answers_failed', 'api'), { rate: 0.002, passes: 1, fails: requests - 1 }, true),
    );
    expect(judgeLoad(few).verdict).toBe('pass');
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

describe('a generator that did not keep its rate', () => {
  const dropped = (summary: Summary) => measure(summary, ofDoor('dropped_iterations', 'api'), { count: 12 });
  const slow = (summary: Summary) => measure(summary, ofDoor('http_req_duration', 'api'), { 'p(95)': 1500 });
  const late = (summary: Summary) => measure(summary, 'generator_lag', { 'p(95)': 900, max: 1900 });
  const errors = (summary: Summary) => measure(summary, ofDoor('answers_failed', 'api'), { rate: 0.5 });

  /** k6 ends with 99 if a threshold was crossed. */
  function judgedAfter(...changes: ((summary: Summary) => void)[]) {
    const summary = goodSummary();
    for (const change of changes) change(summary);
    const thresholds = Object.values(summary.data.metrics).flatMap((metric) => Object.values(metric.thresholds ?? {}));
    const code = thresholds.every(({ ok }) => ok) ? 0 : 99;
    return judgeLoad(record({ end: endWith(code) }, summary));
  }

  test.each<[string, (summary: Summary) => void, RegExp]>([
    ['dropped journeys', dropped, /12 journeys through api were dropped \(0 are allowed\)/],
    [
      'began too few',
      (it) => {
        for (const name of ['iterations', 'journeys_started', 'journeys_completed']) {
          measure(it, ofDoor(name, 'api'), { count: 90 });
        }
      },
      new RegExp(`90 journeys through api were begun \\(${floor} at least\\)`),
    ],
    ['stood still', (it) => measure(it, 'generator_lag', { max: 4004 }), /stood still for 4004 ms/],
  ])('is not judged if it %s, and the reason names the machine, not the commit', (_what, change, reason) => {
    const { verdict, reasons } = judgedAfter(change);
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

  test('excuses no wrong answer', () => {
    expect(judgedAfter(errors, dropped).verdict).toBe('fail');
    expect(judgedAfter(errors, dropped, late).verdict).toBe('fail');
  });

  test('is not judged if something outside ended it, and neither is what it measured until then', () => {
    const ends = [{ ...endWith(0), code: null, signal: 'SIGKILL' }, endWith(105)];
    for (const end of ends) {
      const { verdict, reasons } = judgeLoad(withSummary(dropped, { end }));
      expect(verdict).toBe('not judged');
      expect(reasons).toEqual([expect.stringMatching(/ended from outside by .* on builder-7, 2 processors/)]);
    }
  });
});
