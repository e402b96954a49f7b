import { loadLasted, loadWritten, type Measurement } from '../../contracts/evidence';
import { notMeasured, sentText } from '../../contracts/load-window';
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
    const figure = (name: string, value: number, unit: string, limit?: Measurement['limit']) =>
      measurements.push({ name: `${door} ${name}`, value: round(value), unit, limit });
    figure('response time p95', summary.value(time, 'p(95)'), 'ms', thresholds && { atMost: thresholds.p95Ms });
    figure('response time average', summary.value(time, 'avg'), 'ms');
    figure('response time minimum', summary.value(time, 'min'), 'ms');
    figure('response time maximum', summary.value(time, 'max'), 'ms');
    figure('error rate', errorRate, 'rate', thresholds && { atMost: thresholds.maxErrorRate });
    figure('success rate', 1 - errorRate, 'rate');
    figure('requests', requests, 'count');
    figure('request rate', requests / loadSeconds(load), 'requests/s');
    figure('journeys', summary.value(ofDoor(journeysCompletedMetric, door), 'count'), 'count', {
      atLeast: journeyFloor(load),
    });
    figure('concurrent users', averageUsers(door, record, summary), 'users', { atLeast: load.minConcurrentUsers });
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

/** What the build specification exports of the figures. */
export interface ExportedFigures {
  /** Requests that k6 sent, by door. */
  readonly LOAD_SENT: string;
  /** For the text of an approval. */
  readonly LOAD_FIGURES: string;
}

/** Characters of the figures in an approval: CodePipeline takes 1,000 for the whole text, which shows those of all environments. */
export const longestFigures = 160;

export const nothingMeasured: ExportedFigures = { LOAD_SENT: notMeasured, LOAD_FIGURES: notMeasured };

/** Requests, p95 and error rate of each door. */
export function exportedFigures(record: LoadRecord, summary: K6Summary | undefined): ExportedFigures {
  if (!summary) return nothingMeasured;
  const doors = doorsOf(record);
  const requests = (door: Door) => summary.value(ofDoor('http_reqs', door), 'count');
  const texts = doors.map((door) => {
    const p95 = Math.ceil(summary.value(ofDoor('http_req_duration', door), 'p(95)'));
    const errors = round(summary.value(ofDoor(answersFailedMetric, door), 'rate') * 100);
    return `${door} p95 ${p95} ms, errors ${errors} %, ${requests(door)} requests`;
  });
  return {
    LOAD_SENT: sentText(Object.fromEntries(doors.map((door) => [door, requests(door)]))),
    LOAD_FIGURES: texts.join('; ').slice(0, longestFigures),
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
