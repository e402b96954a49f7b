import type { K6Plan, PlannedScenario } from '../../../checks/load-test/k6-plan';
import type { LoadRecord, LoadRun } from '../../../checks/load-test/load-record';
import { type SampleRow, Samples, sampleColumns } from '../../../checks/load-test/samples';
import type { JourneySteps } from '../../../contracts/journey-steps';
import { journeyFloor, loadSeconds, plannedJourneys } from '../../../loadtests/lib/arrivals';
import { k6ThresholdsOf, ofDoor, ofStep, shopperWaitMetric } from '../../../loadtests/lib/expectations';
import { type Door, doorNames, type Profile } from '../../../loadtests/lib/profile';
import type { ThresholdsOfBothDoors } from '../../../loadtests/lib/thresholds';

const load = {
  executor: 'constant-arrival-rate',
  arrivalsPerSecond: 25,
  seconds: 32,
  minConcurrentUsers: 150,
  maxUsers: 400,
} as const;

export const profile: Profile = {
  description: 'A load.',
  thinkSeconds: 7,
  stopAtFirstBreach: false,
  doors: { cloudfront: load, api: load },
};

export const doorThresholds: ThresholdsOfBothDoors = {
  cloudfront: { p95Ms: 500, maxErrorRate: 0.01 },
  api: { p95Ms: 300, maxErrorRate: 0.02 },
};

export const steps: JourneySteps = ['look', 'choose', 'fill', 'order'].map((name) => ({
  name,
  requests: 1,
})) as JourneySteps;
export const deployedRevision = '0123456789ab';
export const requestsPerJourney = steps.length;
/** Of a status and of a content. */
const expectationsPerAnswer = 2;
export const journeys = plannedJourneys(load);
export const floor = journeyFloor(load);

/** A metric in the form of k6's summary. */
export interface SummaryMetric {
  type: 'counter' | 'rate' | 'trend';
  values: Record<string, number>;
  thresholds?: Record<string, { ok: boolean }>;
}

export interface Summary {
  runId: string;
  data: { state: { testRunDurationMs: number }; metrics: Record<string, SummaryMetric> };
}

/** The plan of a run in which nothing is wrong. */
export function goodPlan(): K6Plan & {
  scenarios: Record<string, PlannedScenario>;
  thresholds: Record<string, string[]>;
} {
  const names = steps.map(({ name }) => name);
  const thresholds = Object.assign(
    {},
    ...doorNames.map((door) => k6ThresholdsOf(door, profile.doors[door], doorThresholds[door], profile, names)),
  );
  const scenarios = Object.fromEntries(
    doorNames.map((door) => [
      door,
      {
        executor: load.executor,
        exec: door,
        timeUnit: '1m0s',
        rate: load.arrivalsPerSecond * 60,
        duration: `${load.seconds}s`,
        preAllocatedVUs: load.maxUsers,
        maxVUs: load.maxUsers,
      },
    ]),
  );
  return { scenarios, changes: [], thresholds, totalSeconds: 69 };
}

/** The summary of a run in which nothing is wrong, in k6's own form. */
export function goodSummary(): Summary {
  const metrics: Record<string, SummaryMetric> = {
    generator_lag: { type: 'trend', values: { count: 1000, 'p(95)': 2, max: 15 } },
  };
  for (const door of doorNames) {
    const requests = journeys * requestsPerJourney;
    const counted = {
      iterations: journeys,
      journeys_started: journeys,
      journeys_completed: journeys,
      http_reqs: requests,
    };
    for (const [name, count] of Object.entries(counted))
      metrics[ofDoor(name, door)] = { type: 'counter', values: { count } };
    metrics[ofDoor('dropped_iterations', door)] = { type: 'counter', values: { count: 0 } };
    metrics[ofDoor('iteration_duration', door)] = { type: 'trend', values: { count: journeys, avg: 7040 } };
    metrics[ofDoor(shopperWaitMetric, door)] = {
      type: 'trend',
      values: { count: requests, avg: 12, min: 3, max: 180, 'p(95)': 40 },
    };
    for (const name of ['answers_failed', 'http_req_failed']) {
      metrics[ofDoor(name, door)] = { type: 'rate', values: { rate: 0, passes: 0, fails: requests } };
    }
    const passes = requests * expectationsPerAnswer;
    metrics[ofDoor('checks', door)] = { type: 'rate', values: { rate: 1, passes, fails: 0 } };
    for (const { name } of steps) {
      metrics[ofStep('http_reqs', door, name)] = { type: 'counter', values: { count: journeys } };
    }
  }
  for (const [metric, expressions] of Object.entries(goodPlan().thresholds)) {
    const known = metrics[metric];
    if (known) known.thresholds = Object.fromEntries(expressions.map((expression) => [expression, { ok: true }]));
  }
  return { runId: 'this-run', data: { state: { testRunDurationMs: (loadSeconds(load) + 7) * 1000 }, metrics } };
}

/** Sets values of a metric, and what k6 then says of its thresholds. */
export function measure(summary: Summary, name: string, values: Record<string, number>, ok = false): void {
  const metric = summary.data.metrics[name];
  if (!metric) throw new Error(`${name} is not in the summary`);
  Object.assign(metric.values, values);
  for (const threshold of Object.values(metric.thresholds ?? {})) threshold.ok = ok;
}

/** What a journey has to say of one answer. */
interface AnswerAt {
  readonly door: Door;
  readonly step: string;
  readonly waitMs: number;
  /** Why it failed. */
  readonly failed?: string;
  /** @default - that of the deployed image */
  readonly revision?: string;
  readonly aged?: boolean;
}

/** Adds one answer as k6 writes it: the request, its expectations, and what the shopper waited. */
export function addAnswer(samples: Samples, answer: AnswerAt): void {
  for (const row of rowsOf(answer)) samples.add(row);
}

function rowsOf({ door, step, waitMs, failed, revision = deployedRevision, aged }: AnswerAt): SampleRow[] {
  const shared = { timestamp: '1767225600000', name: step, scenario: door, extra_tags: '' };
  const expectations = Array.from({ length: expectationsPerAnswer }, (_, index) => ({
    ...shared,
    metric_name: 'checks',
    metric_value: index === 0 && failed ? '0.000000' : '1.000000',
  }));
  const good = `revision=${revision}${aged ? '&aged=true' : ''}`;
  const extra_tags = failed ? `failed=${encodeURIComponent(failed)}` : good;
  return [
    { ...shared, metric_name: 'http_reqs', metric_value: '1.000000' },
    ...expectations,
    { ...shared, metric_name: shopperWaitMetric, metric_value: String(waitMs), extra_tags },
  ];
}

/** What differs from a good shop's answers; the index counts a step's answers at a door. */
export type AnswerChange = (door: Door, step: string, index: number) => Partial<AnswerAt> | undefined;

/** The samples of a run in which nothing is wrong, but for the changes. */
export function samplesWith(change: AnswerChange = () => undefined): Samples {
  const samples = new Samples();
  for (const answer of answersWith(change)) addAnswer(samples, answer);
  return samples;
}

/** The same as k6 writes them: lines of text. */
export function sampleLines(change: AnswerChange = () => undefined): string {
  const rows = answersWith(change).flatMap(rowsOf);
  const lines = rows.map((row) => sampleColumns.map((column) => row[column]).join(','));
  return [sampleColumns.join(','), ...lines, ''].join('\n');
}

function answersWith(change: AnswerChange): AnswerAt[] {
  return doorNames.flatMap((door) =>
    steps.flatMap(({ name }) =>
      Array.from({ length: journeys }, (_, index) => ({
        door,
        step: name,
        waitMs: 10 + (index % 31),
        ...change(door, name, index),
      })),
    ),
  );
}

/** What k6's own summary says of samples; a run in which both agree. */
export function summaryOf(samples: Samples): Summary {
  const summary = goodSummary();
  for (const door of doorNames) {
    const { waits, failures } = samples.ofDoor(door);
    const bad = [...failures.values()].reduce((sum, times) => sum + times, 0);
    measure(summary, ofDoor('answers_failed', door), { passes: bad, fails: waits.length - bad }, true);
    const expectations = waits.length * expectationsPerAnswer;
    measure(summary, ofDoor('checks', door), { passes: expectations - bad, fails: bad }, true);
  }
  return summary;
}

/** A record of a shop that answers differently, in which both witnesses agree. */
export function recordWith(change: AnswerChange): LoadRecord {
  const samples = samplesWith(change);
  return record({}, summaryOf(samples), { samples });
}

/** How k6 ended by itself. */
export function endWith(code: number, stderr = ''): LoadRun['end'] {
  return { code, signal: null, stoppedByClock: false, stderr };
}

const goodSamples = samplesWith();

/** The record of a run in which nothing is wrong, but for the changes. */
export function record(
  changes: Partial<LoadRecord> = {},
  summary: Summary = goodSummary(),
  run: Partial<LoadRun> = {},
): LoadRecord {
  return {
    runId: 'this-run',
    profile,
    writtenSeconds: load.seconds,
    steps,
    thresholds: doorThresholds,
    revision: deployedRevision,
    apiCache: false,
    plan: goodPlan(),
    runs: [
      {
        end: endWith(0),
        limitSeconds: 159,
        samples: goodSamples,
        samplesProblem: undefined,
        summary: JSON.stringify(summary),
        log: ['{"level":"warning","msg":"Request Failed"}'],
        ...run,
      },
    ],
    reportBytes: 170_000,
    losses: [],
    generator: 'k6 v0.0.0',
    machine: 'builder-7, 2 processors',
    startedAt: new Date('2026-01-01T12:00:00Z'),
    endedAt: new Date('2026-01-01T12:00:40Z'),
    ...changes,
  };
}

/** The same record, with another run of k6. */
export function recordOfRun(run: Partial<LoadRun>): LoadRecord {
  return record({}, goodSummary(), run);
}
