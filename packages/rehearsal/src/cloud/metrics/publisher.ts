import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '../base/clock';
import type { MetricId } from './metric';
import type { Bucket, MetricStore } from './metric-store';

/** Puts a copy of the metrics into the emulator, where GetMetricData finds them. */
export interface PublisherServices {
  readonly clock: Clock;
  put(at: { account: string; region: string }, namespace: string, data: MetricDatum[]): Promise<void>;
  failed(message: string): void;
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html: values in a datum, data in a call
const mostValues = 150;
const mostData = 1000;
const minuteSeconds = 60;
const leastIntervalMs = 1_000;

/** Copies what was measured, once an AWS minute; the answer copies what is left and stops. */
export function startPublisher(store: MetricStore, services: PublisherServices): () => Promise<void> {
  const { clock } = services;
  const minuteMs = store.periodMs(minuteSeconds);
  const publish = async () => {
    const groups = new Map<string, { at: MetricId; data: MetricDatum[] }>();
    for (const { metric, buckets } of store.drain()) {
      const key = `${metric.account}/${metric.region}/${metric.namespace}`;
      const group = groups.get(key) ?? { at: metric, data: [] };
      group.data.push(...dataOf(metric, buckets, minuteMs));
      groups.set(key, group);
    }
    for (const { at, data } of groups.values()) {
      for (let start = 0; start < data.length; start += mostData) {
        try {
          await services.put(at, at.namespace, data.slice(start, start + mostData));
        } catch (error) {
          services.failed(`metrics of ${at.namespace} were not published: ${(error as Error).message}`);
        }
      }
    }
  };
  const stop = clock.every(Math.max(leastIntervalMs, minuteMs), publish);
  return async () => {
    stop();
    await publish();
  };
}

function dataOf(metric: MetricId, buckets: readonly Bucket[], minuteMs: number): MetricDatum[] {
  const minutes = new Map<number, Map<number, number>>();
  for (const { start, counts } of buckets) {
    const minute = Math.floor(start / minuteMs) * minuteMs;
    const merged = minutes.get(minute) ?? new Map<number, number>();
    for (const [value, count] of counts) merged.set(value, (merged.get(value) ?? 0) + count);
    minutes.set(minute, merged);
  }
  return [...minutes].map(([minute, counts]) => {
    const few = coarser(counts);
    return {
      MetricName: metric.name,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
      Timestamp: new Date(minute),
      Values: [...few.keys()],
      Counts: [...few.values()],
    };
  });
}

/** Fewer different values, by fewer digits, until they fit into one datum. */
function coarser(counts: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  let merged = counts;
  for (let digits = 3; merged.size > mostValues && digits >= 1; digits -= 1) {
    const next = new Map<number, number>();
    for (const [value, count] of merged) {
      const rounded = Number(value.toPrecision(digits));
      next.set(rounded, (next.get(rounded) ?? 0) + count);
    }
    merged = next;
  }
  return merged;
}
