import type { LoadRecord, LoadRun } from '../../../checks/load-test/load-record';
import { Samples } from '../../../checks/load-test/samples';
import { judgeLoad } from '../../../checks/load-test/verdict';
import { ofDoor, ofStep } from '../../../loadtests/lib/expectations';
import { doorNames } from '../../../loadtests/lib/profile';
import {
  addAnswer,
  endWith,
  floor,
  goodPlan,
  goodSummary,
  journeys,
  measure,
  record,
  recordOfRun,
  recordWith,
  requestsPerJourney,
  type Summary,
  samplesWith,
  summaryOf,
} from '../support/load-records';

const requests = journeys * requestsPerJourney;

/** A record whose summary was changed. */
function withSummary(change: (summary: Summary) => void, run: Partial<LoadRun> = {}): LoadRecord {
  const summary = goodSummary();
  change(summary);
  return record({}, summary, run);
}

function withPlan(change: (plan: ReturnType<typeof goodPlan>) => void): LoadRecord {
  const plan = goodPlan();
  change(plan);
  return record({ plan });
}

const crossed = { end: endWith(99) };
const bare = { timestamp: '1767225600000', metric_value: '1', name: 'look', scenario: 'api', extra_tags: '' };

/** The samples without those of one step. */
function without(step: string, samples: Samples): Samples {
  const left = new Samples();
  for (const door of doorNames) {
    for (const [name, { waits }] of samples.stepsOf(door)) {
      if (name !== step) for (const waitMs of waits) addAnswer(left, { door, step: name, waitMs });
    }
  }
  return left;
}

/** Each of these is wrong in the commit; k6 itself ends with 0 in many of them. */
const sabotages: [string, () => LoadRecord, RegExp][] = [
  ['k6 cannot read the scripts', () => record({ plan: { problem: 'k6 could not read browse.ts.' } }), /could not read/],
  ['a scenario is not planned', () => withPlan((plan) => delete plan.scenarios.api), /lacks for api: the scenario/],
  [
    'a scenario has half of the rate',
    () => withPlan((plan) => Object.assign(plan.scenarios.api ?? {}, { rate: 750 })),
    /plans another load for api than the profile: arrivals a second 12\.5 12\.5 in place of 25 25\./,
  ],
  [
    'a scenario is over too soon, or begins later',
    () => withPlan((plan) => Object.assign(plan.scenarios.api ?? {}, { duration: '16s', startTime: '5s' })),
    /for api than the profile: seconds before it begins 5 in place of 0, seconds 16 in place of 32\./,
  ],
  [
    'a scenario has another executor and another function',
    () =>
      withPlan((plan) =>
        Object.assign(plan.scenarios.api ?? {}, { executor: 'shared-iterations', exec: 'cloudfront' }),
      ),
    /executor shared-iterations in place of constant-arrival-rate, function cloudfront in place of api/,
  ],
  [
    'the scripts ask for a segment of the load',
    () => record({ plan: { ...goodPlan(), changes: ['executionSegment "0:1/2"'] } }),
    /tell k6 of executionSegment "0:1\/2", which makes another load/,
  ],
  [
    'a scenario is planned that belongs to no door',
    () => withPlan((plan) => Object.assign(plan.scenarios, { warm: plan.scenarios.api })),
    /tell k6 of a scenario "warm", which makes another load/,
  ],
  [
    'thresholds were switched off',
    () =>
      withPlan((plan) => {
        plan.thresholds = {};
      }),
    /lacks for cloudfront: iterations\{scenario:cloudfront\}/,
  ],
  [
    'a step is not planned',
    () =>
      withPlan((plan) => {
        delete plan.thresholds[ofStep('http_reqs', 'api', 'fill')];
      }),
    /lacks for api: http_reqs\{scenario:api,name:fill\}/,
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
    () => recordOfRun({ end: { code: null, signal: 'SIGKILL', stoppedByClock: true, stderr: '' }, summary: undefined }),
    /did not end within 159 s and was killed/,
  ],
  ['k6 stumbles over a script', () => recordOfRun({ end: endWith(107) }), /ended with 107; only 0 is a good end\.$/],
  [
    'k6 breaks down',
    () => recordOfRun({ end: endWith(2, `${'x'.repeat(1000)}panic: out of memory\n`) }),
    /ended with 2; .* Its last words: x{1,480}panic: out of memory$/,
  ],
  ['k6 crosses a threshold that nobody knows', () => recordOfRun(crossed), /ended with 99; only 0/],
  ['the summary is missing', () => recordOfRun({ summary: undefined }), /has left no summary/],
  [
    'the summary is an older one',
    () =>
      withSummary((it) => {
        it.runId = 'older';
      }),
    /is of run older; this run is/,
  ],
  ['the summary is not JSON', () => recordOfRun({ summary: '{' }), /not JSON/],
  ['the summary has no metrics', () => recordOfRun({ summary: '{"runId":"this-run","data":{}}' }), /is none/],
  [
    'a planned threshold is not in the summary',
    () => withSummary((it) => delete it.data.metrics[ofDoor('shopper_wait', 'api')]?.thresholds),
    /says nothing about the threshold shopper_wait\{scenario:api\}/,
  ],
  [
    'a planned metric is not in the summary',
    () => withSummary((it) => delete it.data.metrics[ofDoor('answers_failed', 'api')]),
    /says nothing of answers_failed\{scenario:api\}/,
  ],
  [
    'response times have no samples',
    () => withSummary((it) => measure(it, ofDoor('shopper_wait', 'api'), { count: 0, 'p(95)': 0 }, true)),
    /shopper_wait\{scenario:api\} has no samples/,
  ],
  [
    'no answer was judged',
    () => withSummary((it) => measure(it, ofDoor('answers_failed', 'api'), { passes: 0, fails: 0 }, true)),
    /answers_failed\{scenario:api\} has no samples/,
  ],
  [
    'five in a hundred answers are errors',
    () => recordWith((_door, _step, index) => (index % 20 === 0 ? { failed: 'status 500' } : undefined)),
    /^all of cloudfront: 5 % of 3200 answers failed; 1 % at most are allowed, and it is 4\.\d+ % at least\. Most often \(160\): status 500\./,
  ],
  [
    'one step of one door fails in ten of a hundred',
    () =>
      recordWith((door, step, index) =>
        door === 'api' && step === 'fill' && index % 10 === 0 ? { failed: 'status 500' } : undefined,
      ),
    /fill through api: 10 % of 800 answers failed; 6 % at most/,
  ],
  [
    'every fifth look into one step takes 8 s',
    () =>
      recordWith((door, step, index) =>
        door === 'api' && step === 'order' && index % 5 === 0 ? { waitMs: 8000 } : undefined,
      ),
    /order through api: 20 % of 800 answers were slow failures \(over 900 ms; p95 8000 ms\); 6 % at most/,
  ],
  [
    'answers of one step are slow',
    () => recordWith((door, step) => (door === 'cloudfront' && step === 'look' ? { waitMs: 501 } : undefined)),
    /^look through cloudfront: 100 % of 800 answers took too long \(over 500 ms; p95 501 ms\); 5 % at most/,
  ],
  [
    'four in a hundred answers take nine seconds',
    () => recordWith((_door, _step, index) => (index % 25 === 0 ? { waitMs: 9000 } : undefined)),
    /all of cloudfront: 4 % of 3200 answers were slow failures/,
  ],
  [
    'a step was left out',
    () => {
      const samples = without('order', samplesWith());
      return record({}, summaryOf(samples), { samples });
    },
    /order through cloudfront was asked for 0 times; 784 at least/,
  ],
  [
    'a request belongs to no step',
    () => {
      const samples = samplesWith();
      addAnswer(samples, { door: 'api', step: 'elsewhere', waitMs: 5 });
      return record({}, summaryOf(samples), { samples });
    },
    /Requests through api were named elsewhere; the journey's steps are look, choose, fill, order/,
  ],
  [
    'the judge counts nothing',
    () => withSummary((it) => measure(it, ofDoor('checks', 'api'), { passes: requests, fails: requests }, true)),
    /Through api the samples hold 0 failed answers as it has unmet expectations \(checks\), and k6's summary says 3200/,
  ],
  [
    'k6 counts refused requests as failed and the journey does not',
    () => withSummary((it) => measure(it, ofDoor('http_req_failed', 'api'), { passes: 7, fails: requests - 7 }, true)),
    /Through api the samples hold 0 failed answers as it has refused requests \(http_req_failed\), and k6's summary says 7/,
  ],
  [
    'k6 counts other failures than the samples hold',
    () => withSummary((it) => measure(it, ofDoor('answers_failed', 'api'), { passes: 3, fails: requests - 3 }, true)),
    /Through api the samples hold 0 failed answers, and k6's summary says 3/,
  ],
  [
    'one answer came from another image',
    () =>
      recordWith((door, step, index) =>
        door === 'api' && step === 'order' && index === 5 ? { revision: 'ba9876543210' } : undefined,
      ),
    /3199 answers through api told the revision "0123456789ab" .* others: 1 "ba9876543210"/,
  ],
  [
    'no answer tells which image it is from',
    () => recordWith(() => ({ revision: 'none' })),
    /0 answers through cloudfront told the revision .* others: 3200 "none"/,
  ],
  [
    'a cache answered where none may',
    () =>
      recordWith((door, step, index) =>
        door === 'cloudfront' && step === 'look' && index < 2 ? { aged: true } : undefined,
      ),
    /2 of 3200 answers through cloudfront had an "age" header/,
  ],
  [
    'an answer is held against its status alone',
    () => {
      const samples = samplesWith();
      samples.add({ ...bare, metric_name: 'http_reqs' });
      samples.add({ ...bare, metric_name: 'checks' });
      samples.add({ ...bare, metric_name: 'shopper_wait' });
      return record({}, summaryOf(samples), { samples });
    },
    /801 requests of look went through api, 801 answers were looked at, and held against 1601 expectations/,
  ],
  [
    'the summary does not say how many requests there were',
    () => withSummary((it) => delete it.data.metrics[ofDoor('http_reqs', 'api')]?.values.count),
    /summary says nothing of http_reqs\{scenario:api\} \(count\), so it was not seen/,
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
    /Through api the samples hold 3200 requests, and k6's summary says 0/,
  ],
  [
    'an answer was not looked at',
    () => {
      const samples = samplesWith();
      samples.add({ ...bare, metric_name: 'http_reqs' });
      return record({}, summaryOf(samples), { samples });
    },
    /801 requests of look went through api, 800 answers were looked at/,
  ],
  [
    'shoppers do not think',
    () => withSummary((it) => measure(it, ofDoor('iteration_duration', 'cloudfront'), { avg: 900 }), crossed),
    /22\.5 users were in the shop through cloudfront at once; 150 at least/,
  ],
  [
    'journeys take longer than their answers and pauses',
    () => withSummary((it) => measure(it, ofDoor('iteration_duration', 'cloudfront'), { avg: 14_000 }, true)),
    /A journey through cloudfront took 14 s on average; 13 s are allowed: 7 s of thinking and 3 times/,
  ],
  [
    'the run does not come to its end',
    () =>
      withSummary((it) => {
        it.data.state.testRunDurationMs = 300_000;
      }),
    /The run took 300 s; with the load through cloudfront it may take 139 s/,
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
    () => recordOfRun({ log: ['{"level":"error","msg":"TypeError: x is undefined"}'] }),
    /logged errors \(1\); the first: TypeError/,
  ],
  ['the log holds something else', () => recordOfRun({ log: ['panic: runtime error'] }), /no log entry: panic/],
  ['the log is missing', () => recordOfRun({ log: undefined }), /left no log/],
  ['there is no report', () => record({ reportBytes: 0 }), /report has 0 bytes/],
  ['no door has thresholds', () => record({ thresholds: {} }), /No door has thresholds/],
];

describe('the verdict on a load test', () => {
  test('has at least the sixteen sabotages that were tried against k6 itself', () => {
    expect(sabotages.length).toBeGreaterThanOrEqual(16);
  });

  test.each(sabotages)('is fail if %s', (_what, sabotaged, reason) => {
    const outcome = judgeLoad(sabotaged());
    expect(outcome.verdict).toBe('fail');
    expect(outcome.reasons.join('\n')).toMatch(reason);
  });
});
