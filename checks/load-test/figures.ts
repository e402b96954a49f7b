import { longestFigures } from '../../contracts/approval';
import { loadLasted, loadWritten, type Measurement } from '../../contracts/evidence';
import { notMeasured, sentText } from '../../contracts/load-window';
import { journeyFloor, loadSeconds } from '../../loadtests/lib/arrivals';
import { generatorLagMetric, journeysCompletedMetric, ofDoor } from '../../loadtests/lib/expectations';
import type { Door, DoorLoad } from '../../loadtests/lib/profile';
import { profileSeconds } from '../../loadtests/lib/shorten';
import { slowFailureFactor } from '../../loadtests/lib/thresholds';
import { doorsOf } from './generator';
import type { K6Summary } from './k6-summary';
import { leastRequests, limitsOf, percent, type Seen, seenOf, stepErrorLimit, worstFirst } from './limits';
import type { LoadRecord } from './load-record';
import { failed, percentile, Samples, type StepSamples, slower } from './samples';

/** How long journeys began, and how long the profile's file lets them. Known before anything is measured. */
export function lengths({ profile, writtenSeconds, runs }: LoadRecord): Measurement[] {
  return [
    { name: loadLasted, value: round(profileSeconds(profile) * Math.max(1, runs.length)), unit: 's' },
    { name: loadWritten, value: round(writtenSeconds), unit: 's' },
  ];
}

/** What the load test measured: the steps, the worst first, then each door. */
export function figures(record: LoadRecord, samples: Samples, summaries: readonly K6Summary[]): Measurement[] {
  const seconds = summaries.reduce((sum, summary) => sum + summary.seconds, 0);
  const lags = summaries.flatMap((summary) => summary.find(generatorLagMetric, 'p(95)') ?? []);
  return [
    ...lengths(record),
    ...placesOf(record, samples).flatMap(({ door, step }) =>
      stepFigures(record, samples, door, step, summaries.length),
    ),
    ...doorsOf(record).flatMap((door) => doorFigures(record, samples.ofDoor(door), summaries, door)),
    ...(summaries.length > 0 ? [{ name: 'run', value: round(seconds), unit: 's' }] : []),
    ...(lags.length > 0 ? [{ name: 'generator lag p95', value: round(Math.max(...lags)), unit: 'ms' }] : []),
  ];
}

/** Name of the figure of all requests through a door. */
export function doorRequests(door: string): string {
  return `${door} requests`;
}

/** The figures by which a load passes, with their limits: evidence that lacks one, or has another limit, is of another load. */
export function requiredFigures({
  thresholds,
  steps,
}: Pick<LoadRecord, 'thresholds' | 'steps'>): Pick<Measurement, 'name' | 'limit'>[] {
  return Object.entries(thresholds).flatMap(([door, { p95Ms, maxErrorRate }]) => [
    { name: `${door} error rate`, limit: { atMost: maxErrorRate } },
    ...steps.map(({ name }) => ({ name: `${name} through ${door} wait p95`, limit: { atMost: p95Ms } })),
  ]);
}

/** Users in the shop at once, by Little's law: journeys a second times seconds a journey takes. */
export function averageUsers(door: Door, record: LoadRecord, summary: K6Summary): number {
  const journeys = summary.value(ofDoor('iterations', door), 'count');
  const seconds = summary.value(ofDoor('iteration_duration', door), 'avg') / 1000;
  return round((journeys * seconds) / loadSeconds(record.profile.doors[door]));
}

/**
 * What the average is held to; undefined of a load that changes: its users are promised for its highest point, and the profile's own
 * arithmetic stands for that.
 */
export function leastUsers(load: DoorLoad): number | undefined {
  return load.executor === 'constant-arrival-rate' ? load.minConcurrentUsers : undefined;
}

/** What the build specification exports of the figures. */
export interface ExportedFigures {
  /** What k6 sent, as `sentText` words it. */
  readonly LOAD_SENT: string;
  /** For the text of an approval. */
  readonly LOAD_FIGURES: string;
}

export const nothingMeasured: ExportedFigures = { LOAD_SENT: notMeasured, LOAD_FIGURES: notMeasured };

/** What was sent; and, for a person, the worst step's times and errors, and those of all answers together. */
export function exportedFigures(record: LoadRecord): ExportedFigures {
  const samples = Samples.of(record.runs.map((run) => run.samples));
  const doors = doorsOf(record).map((door) => [door, samples.ofDoor(door)] as const);
  const answers = doors.reduce((sum, [, own]) => sum + own.waits.length, 0);
  const worst = placesOf(record, samples).find(({ door, step }) => samples.of(door, step).waits.length > 0);
  if (answers === 0 || worst === undefined) return nothingMeasured;
  const own = samples.of(worst.door, worst.step);
  const limit = record.thresholds[worst.door]?.p95Ms;
  const p95 = Math.ceil(percentile(own.waits, 0.95) ?? 0);
  const errors = doors.reduce((sum, [, { failures }]) => sum + failed({ failures }), 0);
  return {
    LOAD_SENT: sentText({
      runId: record.runId,
      doors: Object.fromEntries(doors.map(([door, { requests }]) => [door, requests])),
      tasks: {
        least: doors.reduce(
          (sum, [, all]) => sum + (record.apiCache ? uncached(all) : all.waits.length - failed(all)),
          0,
        ),
        most: doors.reduce((sum, [, { requests }]) => sum + requests, 0),
      },
    }),
    LOAD_FIGURES: [
      `worst "${worst.step}" through ${worst.door}: p95 ${p95} of ${limit} ms, errors ${percentOf(failed(own), own.waits.length)}`,
      `all: errors ${percentOf(errors, answers)} of ${answers} answers`,
    ]
      .join('; ')
      .slice(0, longestFigures),
  };
}

/** Good answers that no cache may have given. */
function uncached({ revisions }: Readonly<StepSamples>): number {
  return [...revisions.values()].reduce((sum, answers) => sum + answers, 0);
}

/** Each step at each door, the one that has used most of a limit first. */
function placesOf(record: LoadRecord, samples: Samples): { readonly door: Door; readonly step: string }[] {
  const seen: Seen[] = limitsOf(record.thresholds, record.steps).map((limit) => seenOf(limit, samples));
  const places = new Map<string, { readonly door: Door; readonly step: string }>();
  for (const { door, step } of seen.sort((a, b) => worstFirst(a, b) || slowest(b, samples) - slowest(a, samples))) {
    if (step !== undefined && !places.has(`${door} ${step}`)) places.set(`${door} ${step}`, { door, step });
  }
  return [...places.values()];
}

/** Where nothing is wrong, the slowest is the worst. */
function slowest({ door, step }: Seen, samples: Samples): number {
  return step === undefined ? 0 : (percentile(samples.of(door, step).waits, 0.95) ?? 0);
}

/** @param times how often the load was sent to its end */
function stepFigures(record: LoadRecord, samples: Samples, door: Door, step: string, times: number): Measurement[] {
  const thresholds = record.thresholds[door];
  if (thresholds === undefined) return [];
  const errors = { atMost: round(stepErrorLimit(thresholds.maxErrorRate)) };
  const least = leastRequests(record.steps, samples, door, times * journeyFloor(record.profile.doors[door])).get(step);
  return answerFigures(`${step} through ${door}`, samples.of(door, step), {
    requests: times === 0 || least === undefined ? undefined : { atLeast: least },
    p95: { atMost: thresholds.p95Ms },
    errors,
    slowMs: slowFailureFactor * thresholds.p95Ms,
  });
}

function doorFigures(
  record: LoadRecord,
  own: Readonly<StepSamples>,
  summaries: readonly K6Summary[],
  door: Door,
): Measurement[] {
  const thresholds = record.thresholds[door];
  const load = record.profile.doors[door];
  if (thresholds === undefined) return [];
  const seconds = loadSeconds(load) * Math.max(1, summaries.length);
  const journeys = summaries.flatMap((summary) => summary.find(ofDoor(journeysCompletedMetric, door), 'count') ?? []);
  const users = summaries.map((summary) => averageUsers(door, record, summary));
  const least = leastUsers(load);
  return [
    ...answerFigures(door, own, {
      errors: { atMost: thresholds.maxErrorRate },
      slowMs: slowFailureFactor * thresholds.p95Ms,
    }),
    { name: `${door} request rate`, value: round(own.requests / seconds), unit: 'requests/s' },
    ...(journeys.length > 0
      ? [
          {
            name: `${door} journeys`,
            value: journeys.reduce((sum, count) => sum + count),
            unit: 'count',
            limit: { atLeast: journeys.length * journeyFloor(load) },
          },
          {
            name: `${door} concurrent users`,
            value: Math.min(...users),
            unit: 'users',
            limit: least === undefined ? undefined : { atLeast: least },
          },
        ]
      : []),
  ];
}

/** What the figures are held against; absent: shown only. */
interface AnswerLimits {
  readonly requests?: Measurement['limit'];
  readonly p95?: Measurement['limit'];
  readonly errors: Measurement['limit'];
  /** Milliseconds from which an answer is a slow failure. */
  readonly slowMs: number;
}

function answerFigures(where: string, own: Readonly<StepSamples>, limits: AnswerLimits): Measurement[] {
  const answers = own.waits.length;
  // Of no answer there is no share: none seen is not none wrong.
  const share = (name: string, count: number): Measurement[] =>
    answers === 0
      ? []
      : [{ name: `${where} ${name}`, value: round(count / answers), unit: 'rate', limit: limits.errors }];
  const time = (name: string, value: number | undefined, limit?: Measurement['limit']): Measurement[] =>
    value === undefined ? [] : [{ name: `${where} wait ${name}`, value: round(value), unit: 'ms', limit }];
  return [
    ...time('p95', percentile(own.waits, 0.95), limits.p95),
    ...share('error rate', failed(own)),
    ...share('slow failures', slower(own, limits.slowMs)),
    ...time('p50', percentile(own.waits, 0.5)),
    ...time('p99', percentile(own.waits, 0.99)),
    ...time('maximum', percentile(own.waits, 1)),
    { name: `${where} requests`, value: own.requests, unit: 'count', limit: limits.requests },
  ];
}

function percentOf(count: number, of: number): string {
  return percent(count / of);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
