import type { DescribedAlarm, MetricSource } from './alarm-record';
import type { WatchWindow } from './watch-window';

/** A question to CloudWatch: a metric's values over some time. */
export interface SeriesQuestion {
  readonly region: string;
  readonly source: MetricSource;
  readonly from: Date;
  readonly to: Date;
  /** Seconds, by the clock that runs here. */
  readonly periodSeconds: number;
}

/** A metric that an alarm looks at, and where. */
export interface WatchedMetric {
  readonly region: string;
  readonly source: MetricSource;
}

const minuteSeconds = 60;

/** Every metric that the alarms look at. */
export function watchedMetrics(
  alarms: readonly { readonly declared: { readonly region: string }; readonly described: DescribedAlarm | undefined }[],
): readonly WatchedMetric[] {
  return alarms.flatMap(({ declared: { region }, described }) =>
    (described?.sources ?? []).map((source) => ({ region, source })),
  );
}

/** What asks for a metric minute by minute over the load: whole periods around it. */
export function overTheLoad(
  { region, source }: WatchedMetric,
  { load, clockFactor }: Pick<WatchWindow, 'load' | 'clockFactor'>,
): SeriesQuestion {
  const periodSeconds = Math.max(1, Math.floor(minuteSeconds / clockFactor));
  const period = periodSeconds * 1000;
  return {
    region,
    source,
    from: new Date(Math.floor(load.startedAt.getTime() / period) * period),
    to: new Date(Math.ceil(load.endedAt.getTime() / period) * period),
    periodSeconds,
  };
}
