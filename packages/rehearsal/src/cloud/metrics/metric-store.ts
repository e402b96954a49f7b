import type { Clock } from '../base/clock';
import { keyOf, type MetricId } from './metric';
import { percentile, type Sample } from './percentile';

/** Values of one metric in one stretch of time, by how often each occurred. */
export interface Bucket {
  /** Real milliseconds since the epoch at which it begins. */
  readonly start: number;
  readonly counts: Map<number, number>;
}

interface Series {
  readonly metric: MetricId;
  /** Oldest first. */
  readonly buckets: Bucket[];
  /** Buckets that begin before this have been taken by `drain`. */
  drainedTo: number;
}

// Periods of alarms are 10, 30 or a multiple of 60 seconds: each is a whole number of buckets.
const bucketSeconds = 10;
// Long enough for every window an alarm may have within a run (CloudWatch: at most a day, but a run is over long before).
const keptSeconds = 12 * 3600;

/** Every metric measured in the run, in memory; the evaluator reads it, the publisher copies it to the emulator. */
export class MetricStore {
  /** Real milliseconds of one bucket: 10 AWS seconds. Every period is a whole number of these, so that none is cut. */
  readonly bucketMs: number;
  private readonly series = new Map<string, Series>();

  constructor(private readonly clock: Clock) {
    this.bucketMs = Math.max(1, Math.round(clock.realMs(bucketSeconds)));
  }

  /** Real milliseconds of a period of AWS seconds, a whole number of buckets. */
  periodMs(seconds: number): number {
    return Math.max(1, Math.round(seconds / bucketSeconds)) * this.bucketMs;
  }

  /** Says that something in this run measures the metric, whether or not it has a value yet. */
  declare(metric: MetricId): void {
    this.seriesOf(metric);
  }

  isFed(metric: MetricId): boolean {
    return this.series.has(keyOf(metric));
  }

  /** Whether something in this run measures a metric of this name, with whatever dimensions. */
  measures({ namespace, name }: Pick<MetricId, 'namespace' | 'name'>): boolean {
    return [...this.series.values()].some(({ metric }) => metric.namespace === namespace && metric.name === name);
  }

  /**
   * Adds a value.
   *
   * @param count how many samples it stands for, default 1
   */
  record(metric: MetricId, value: number, count = 1): void {
    const { buckets } = this.seriesOf(metric);
    const start = this.bucketStart(this.clock.now());
    let bucket = buckets.at(-1);
    if (!bucket || bucket.start !== start) {
      bucket = { start, counts: new Map() };
      buckets.push(bucket);
      this.forgetOld(buckets);
    }
    // Four digits keep the number of different values small, and are more than any alarm looks at.
    const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(4));
    bucket.counts.set(rounded, (bucket.counts.get(rounded) ?? 0) + count);
  }

  /**
   * A statistic of the values recorded from `from` on and before `to`, both in real milliseconds.
   *
   * @param statistic `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p95`
   * @returns nothing where there is no value
   */
  statistic(metric: MetricId, statistic: string, from: number, to: number): number | undefined {
    const buckets = this.series.get(keyOf(metric))?.buckets ?? [];
    const within = buckets.filter(({ start }) => start >= from && start < to);
    return statisticOf(
      within.flatMap(({ counts }) => [...counts]),
      statistic,
    );
  }

  /** Closed buckets that were not drained yet, by metric. */
  drain(): { readonly metric: MetricId; readonly buckets: readonly Bucket[] }[] {
    const open = this.bucketStart(this.clock.now());
    const drained: { metric: MetricId; buckets: Bucket[] }[] = [];
    for (const series of this.series.values()) {
      const buckets = series.buckets.filter(({ start }) => start >= series.drainedTo && start < open);
      series.drainedTo = open;
      if (buckets.length > 0) drained.push({ metric: series.metric, buckets });
    }
    return drained;
  }

  private seriesOf(metric: MetricId): Series {
    const key = keyOf(metric);
    const known = this.series.get(key);
    if (known) return known;
    const created: Series = { metric, buckets: [], drainedTo: 0 };
    this.series.set(key, created);
    return created;
  }

  private bucketStart(at: number): number {
    return Math.floor(at / this.bucketMs) * this.bucketMs;
  }

  private forgetOld(buckets: Bucket[]): void {
    const oldest = this.clock.now() - this.clock.realMs(keptSeconds);
    while ((buckets[0]?.start ?? oldest) < oldest) buckets.shift();
  }
}

/** A statistic of weighted samples; nothing where there are none, or the statistic is unknown. */
function statisticOf(samples: readonly Sample[], statistic: string): number | undefined {
  if (samples.length === 0) return undefined;
  const count = samples.reduce((total, [, each]) => total + each, 0);
  const sum = samples.reduce((total, [value, each]) => total + value * each, 0);
  switch (statistic) {
    case 'SampleCount':
      return count;
    case 'Sum':
      return sum;
    case 'Average':
      return sum / count;
    case 'Minimum':
      return Math.min(...samples.map(([value]) => value));
    case 'Maximum':
      return Math.max(...samples.map(([value]) => value));
    default: {
      const percent = /^p(\d{1,2}(\.\d+)?|100)$/i.exec(statistic)?.[1];
      return percent === undefined ? undefined : percentile(samples, Number(percent));
    }
  }
}
