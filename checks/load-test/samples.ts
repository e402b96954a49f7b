import { shopperWaitMetric } from '../../loadtests/lib/expectations';
import { type Door, doorNames } from '../../loadtests/lib/profile';

/** One line of what k6 measures, as far as the gate looks at it. */
export interface SampleRow {
  readonly metric_name: string;
  /** Milliseconds since 1970. */
  readonly timestamp: string;
  readonly metric_value: string;
  readonly name: string;
  readonly scenario: string;
  /** `key=value`, joined by `&`, as they are: who gives a tag what may hold anything encodes it as in a URL. */
  readonly extra_tags: string;
}

/** Columns that k6 must write. */
export const sampleColumns = ['metric_name', 'timestamp', 'metric_value', 'name', 'scenario', 'extra_tags'] as const;

/** What was measured of one step at one door. */
export interface StepSamples {
  /** Requests that k6 sent, by its own count. */
  requests: number;
  /** Expectations that answers were held against. */
  expectations: number;
  /** Milliseconds of each answer that the journey looked at, connection and TLS included. */
  readonly waits: number[];
  /** Answers that failed, by reason. */
  readonly failures: Map<string, number>;
  /** Good answers that no cache may have given, by the revision that they named. */
  readonly revisions: Map<string, number>;
  /** Those of them that a cache had kept all the same. */
  aged: number;
}

/** All that k6 measured of the answers, by door and step: percentiles and shares are worked out of these. */
export class Samples {
  private readonly doors = new Map<Door, Map<string, StepSamples>>();
  private first: number | undefined;
  private last: number | undefined;

  /** Of several runs together. */
  static of(all: readonly Samples[]): Samples {
    const together = new Samples();
    for (const samples of all) {
      together.extend(samples.first, samples.last);
      for (const door of doorNames) {
        for (const [step, own] of samples.stepsOf(door)) together.take(door, step, own);
      }
    }
    return together;
  }

  /** When the first and the last answer of a journey came; undefined without any. */
  get span(): { readonly first: Date; readonly last: Date } | undefined {
    const { first, last } = this;
    return first === undefined || last === undefined ? undefined : { first: new Date(first), last: new Date(last) };
  }

  /** By name, in the order of their first sample. */
  stepsOf(door: Door): ReadonlyMap<string, Readonly<StepSamples>> {
    return this.doors.get(door) ?? new Map();
  }

  of(door: Door, step: string): Readonly<StepSamples> {
    return this.doors.get(door)?.get(step) ?? none();
  }

  /** All steps of a door together. */
  ofDoor(door: Door): Readonly<StepSamples> {
    const together = new Samples();
    for (const own of this.stepsOf(door).values()) together.take(door, '', own);
    return together.of(door, '');
  }

  /** Requests outside of scenarios prepare the load, and are no part of it. */
  add(row: SampleRow): void {
    const door = doorNames.find((name) => name === row.scenario);
    if (door === undefined) return;
    if (row.metric_name === 'http_reqs') this.step(door, row.name).requests += Number(row.metric_value);
    if (row.metric_name === 'checks') this.step(door, row.name).expectations += 1;
    if (row.metric_name !== shopperWaitMetric) return;
    this.extend(Number(row.timestamp), Number(row.timestamp));
    const step = this.step(door, row.name);
    step.waits.push(Number(row.metric_value));
    const reason = tagOf(row, 'failed');
    const revision = tagOf(row, 'revision');
    if (reason !== undefined) count(step.failures, reason, 1);
    if (revision !== undefined) count(step.revisions, revision, 1);
    if (tagOf(row, 'aged') !== undefined) step.aged += 1;
  }

  private extend(first: number | undefined, last: number | undefined): void {
    if (first === undefined || last === undefined) return;
    this.first = Math.min(first, this.first ?? first);
    this.last = Math.max(last, this.last ?? last);
  }

  private take(door: Door, name: string, more: Readonly<StepSamples>): void {
    const step = this.step(door, name);
    step.requests += more.requests;
    step.expectations += more.expectations;
    for (const wait of more.waits) step.waits.push(wait);
    step.aged += more.aged;
    for (const [reason, times] of more.failures) count(step.failures, reason, times);
    for (const [revision, times] of more.revisions) count(step.revisions, revision, times);
  }

  private step(door: Door, name: string): StepSamples {
    const steps = this.doors.get(door) ?? new Map<string, StepSamples>();
    this.doors.set(door, steps);
    const step = steps.get(name) ?? none();
    steps.set(name, step);
    return step;
  }
}

/** Answers that failed, whatever the reason. */
export function failed({ failures }: Pick<StepSamples, 'failures'>): number {
  return [...failures.values()].reduce((sum, times) => sum + times, 0);
}

/** Answers that took longer than so many milliseconds. */
export function slower({ waits }: Pick<StepSamples, 'waits'>, ms: number): number {
  return waits.reduce((sum, wait) => (wait > ms ? sum + 1 : sum), 0);
}

/** The value that this share of all stays at or under, by the nearest rank; undefined of nothing. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function none(): StepSamples {
  return { requests: 0, expectations: 0, waits: [], failures: new Map(), revisions: new Map(), aged: 0 };
}

/** What every answer that a shopper waited for is tagged with; see `ask` in `loadtests/lib/shop.ts`. */
type AnswerTag = 'failed' | 'revision' | 'aged';

/**
 * One tag of an answer; undefined if it has none. Others are a journey's own, for whatever they are good, and may hold anything:
 * nothing here throws for an encoding that is none.
 */
export function tagOf({ extra_tags }: Pick<SampleRow, 'extra_tags'>, tag: AnswerTag): string | undefined {
  return new URLSearchParams(extra_tags).get(tag) ?? undefined;
}

function count(counts: Map<string, number>, key: string, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}
