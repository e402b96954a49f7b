import type { Clock } from '../base/clock';
import type { MetricId } from './metric';
import type { MetricStore } from './metric-store';

/** One figure that can be read at any time, or nothing if it can't be read now. */
export interface Gauge {
  readonly metric: MetricId;
  readonly value: number | undefined;
}

/** Reads figures. Never rejects for a figure that can't be read: it leaves it out. */
export type GaugeSource = () => Promise<readonly Gauge[]> | readonly Gauge[];

const minuteSeconds = 60;
// Three readings in each AWS minute: a timer that comes late must not leave a period without data.
const readingsPerMinute = 3;
const leastIntervalMs = 200;

/**
 * Records what the sources read, several times an AWS minute, so weighted that a minute has one sample, as AWS's own
 * metrics of this kind have.
 */
export function startGauges(store: MetricStore, clock: Clock, sources: readonly GaugeSource[]): () => void {
  const minuteMs = store.periodMs(minuteSeconds);
  const intervalMs = Math.max(leastIntervalMs, minuteMs / readingsPerMinute);
  return clock.every(intervalMs, async () => {
    const read = await Promise.all(sources.map(async (source) => source()));
    for (const { metric, value } of read.flat()) {
      if (value !== undefined) store.record(metric, value, intervalMs / minuteMs);
    }
  });
}
