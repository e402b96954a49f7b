import { CodedError } from '@delivery/coded-error';
import type { MetricStore } from '../metrics/metric-store';
import type { AlarmDefinition } from './alarm-definition';
import { evaluate, type Value } from './metric-math';

/**
 * Values of what an alarm watches, oldest first.
 *
 * @param end real milliseconds: the end of the newest period
 * @param count how many periods
 */
export function dataPoints(alarm: AlarmDefinition, store: MetricStore, end: number, count: number): Value[] {
  const periodMs = store.periodMs(alarm.periodSeconds);
  return Array.from({ length: count }, (_, index) => {
    const from = end - (count - index) * periodMs;
    return dataPoint(alarm, store, from, from + periodMs);
  });
}

/** Statistics that grow with the time they are taken over. */
const counted = ['Sum', 'SampleCount'];

/**
 * The value of what an alarm watches over some time, in real milliseconds.
 *
 * @param share what is counted is multiplied by it: the part of that time that makes a period. @default 1
 */
export function dataPoint(
  { watched, periodSeconds }: AlarmDefinition,
  store: MetricStore,
  from: number,
  to: number,
  share = 1,
): Value {
  const series = (id: string, seen: readonly string[]): Value => {
    const stat = watched.metrics.get(id);
    if (stat) {
      const value = store.statistic(stat.metric, stat.statistic, from, to);
      return value !== undefined && counted.includes(stat.statistic) ? value * share : value;
    }
    const expression = watched.expressions.get(id);
    if (!expression || seen.includes(id)) {
      throw new CodedError('TAP4420', `metric math: there is no series ${id}, or it refers to itself`);
    }
    return evaluate(expression, {
      series: (other) => series(other, [...seen, id]),
      metricIds: [...watched.metrics.keys()],
      periodSeconds,
    });
  };
  return series(watched.judged, []);
}
