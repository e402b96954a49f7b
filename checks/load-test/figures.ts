import { loadLasted, loadWritten, type Measurement } from '../../contracts/evidence';
import { journeyFloor, loadSeconds } from '../../loadtests/lib/arrivals';
import {
  answersFailedMetric,
  generatorLagMetric,
  journeysCompletedMetric,
  ofDoor,
} from '../../loadtests/lib/expectations';
import type { Door } from '../../loadtests/lib/profile';
import { profileSeconds } from '../../loadtests/lib/shorten';
import { doorsOf } from './generator';
import type { K6Summary } from './k6-summary';
import type { LoadRecord } from './load-record';

/** How long journeys began, and how long the profile's file lets them. Known before anything is measured. */
export function lengths({ profile, writtenSeconds }: LoadRecord): Measurement[] {
  return [
    { name: loadLasted, value: round(profileSeconds(profile)), unit: 's' },
    { name: loadWritten, value: round(writtenSeconds), unit: 's' },
  ];
}

/** What the load test measured, door by door. */
export function figures(record: LoadRecord, summary: K6Summary): Measurement[] {
  const measurements: Measurement[] = [...lengths(record), { name: 'run', value: round(summary.seconds), unit: 's' }];
  for (const door of doorsOf(record)) {
    const thresholds = record.thresholds[door];
    const load = record.profile.doors[door];
    const time = ofDoor('http_req_duration', door);
    const requests = summary.value(ofDoor('http_reqs', door), 'count');
    const errorRate = summary.value(ofDoor(answersFailedMetric, door), 'rate');
    const figure = (name: string, value: number, unit: string, limit?: string) =>
      measurements.push({ name: `${door} ${name}`, value: round(value), unit, limit });
    figure('response time p95', summary.value(time, 'p(95)'), 'ms', `<= ${thresholds?.p95Ms}`);
    figure('response time average', summary.value(time, 'avg'), 'ms');
    figure('response time minimum', summary.value(time, 'min'), 'ms');
    figure('response time maximum', summary.value(time, 'max'), 'ms');
    figure('error rate', errorRate, 'rate', `<= ${thresholds?.maxErrorRate}`);
    figure('success rate', 1 - errorRate, 'rate');
    figure('requests', requests, 'count');
    figure('request rate', requests / loadSeconds(load), 'requests/s');
    figure(
      'journeys',
      summary.value(ofDoor(journeysCompletedMetric, door), 'count'),
      'count',
      `>= ${journeyFloor(load)}`,
    );
    figure('concurrent users', averageUsers(door, record, summary), 'users', `>= ${load.minConcurrentUsers}`);
  }
  measurements.push({
    name: 'generator lag p95',
    value: round(summary.value(generatorLagMetric, 'p(95)')),
    unit: 'ms',
  });
  return measurements;
}

/** Users in the shop at once, by Little's law: journeys a second times seconds a journey takes. */
export function averageUsers(door: Door, record: LoadRecord, summary: K6Summary): number {
  const journeys = summary.value(ofDoor('iterations', door), 'count');
  const seconds = summary.value(ofDoor('iteration_duration', door), 'avg') / 1000;
  return round((journeys * seconds) / loadSeconds(record.profile.doors[door]));
}

/** What the build specification exports, for the text of an approval. */
export interface ExportedFigures {
  readonly P95_MS: string;
  readonly ERROR_RATE: string;
  readonly REQUESTS: string;
}

/** Stands where nothing was measured: a variable that is never set would fail the action that names it. */
export const notMeasured = 'not measured';

/** The slower door's p95, and requests and error rate of both together. */
export function exportedFigures(record: LoadRecord, summary: K6Summary | undefined): ExportedFigures {
  if (!summary) return { P95_MS: notMeasured, ERROR_RATE: notMeasured, REQUESTS: notMeasured };
  const doors = doorsOf(record);
  const sum = (metric: string, value: string) =>
    doors.reduce((total, door) => total + summary.value(ofDoor(metric, door), value), 0);
  const failed = sum(answersFailedMetric, 'passes');
  const answers = failed + sum(answersFailedMetric, 'fails');
  const p95 = Math.max(...doors.map((door) => summary.value(ofDoor('http_req_duration', door), 'p(95)')));
  return {
    P95_MS: answers > 0 ? String(Math.ceil(p95)) : notMeasured,
    ERROR_RATE: answers > 0 ? String(round(failed / answers)) : notMeasured,
    REQUESTS: String(sum('http_reqs', 'count')),
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
