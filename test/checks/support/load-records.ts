import type { LoadRecord } from '../../../checks/load-test/load-record';
import { journeyFloor, loadSeconds, plannedJourneys } from '../../../loadtests/lib/arrivals';
import { k6ThresholdsOf, ofDoor } from '../../../loadtests/lib/expectations';
import { doorNames, type Profile } from '../../../loadtests/lib/profile';
import type { ThresholdsOfBothDoors } from '../../../loadtests/lib/thresholds';

const load = {
  executor: 'constant-arrival-rate',
  arrivalsPerSecond: 4,
  seconds: 32,
  minConcurrentUsers: 25,
  maxUsers: 120,
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

export const requestsPerJourney = 4;
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
export function goodPlan(): { scenarios: string[]; thresholds: Record<string, string[]>; totalSeconds: number } {
  const thresholds = Object.assign(
    {},
    ...doorNames.map((door) =>
      k6ThresholdsOf(door, profile.doors[door], doorThresholds[door], profile, requestsPerJourney),
    ),
  );
  return { scenarios: [...doorNames], thresholds, totalSeconds: 69 };
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
    metrics[ofDoor('http_req_duration', door)] = {
      type: 'trend',
      values: { count: requests, avg: 12, min: 3, max: 180, 'p(95)': 40 },
    };
    metrics[ofDoor('answers_failed', door)] = { type: 'rate', values: { rate: 0, passes: 0, fails: requests } };
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

/** How k6 ended by itself. */
export function endWith(code: number, stderr = ''): NonNullable<LoadRecord['end']> {
  return { code, signal: null, stoppedByClock: false, stderr };
}

/** The record of a run in which nothing is wrong, but for the changes. */
export function record(changes: Partial<LoadRecord> = {}, summary: Summary = goodSummary()): LoadRecord {
  return {
    runId: 'this-run',
    profile: profile,
    writtenSeconds: load.seconds,
    thresholds: doorThresholds,
    plan: goodPlan(),
    end: endWith(0),
    limitSeconds: 159,
    summary: JSON.stringify(summary),
    log: ['{"level":"warning","msg":"Request Failed"}'],
    reportBytes: 170_000,
    machine: 'builder-7, 2 processors',
    startedAt: new Date('2026-01-01T12:00:00Z'),
    endedAt: new Date('2026-01-01T12:00:40Z'),
    ...changes,
  };
}
