import { deliverySeconds } from '../../contracts/alarm-timing';
import type { DeclaredAlarm } from '../../contracts/manifest';
import type { DescribedAlarm, MetricQuery, MetricSource } from './alarm-record';
import type { WatchWindow } from './watch-window';

/** A question to CloudWatch: had this series a data point in this time? */
export interface FeedQuestion {
  /** What a person calls the series. */
  readonly name: string;
  /** A metric, or an alarm's own queries, whose judged expression must have data. */
  readonly asked: MetricSource | readonly MetricQuery[];
  readonly from: Date;
  readonly to: Date;
  /** Seconds, by the clock that runs here. */
  readonly periodSeconds: number;
}

/**
 * The series that must have data for an alarm to be judged: every metric that goes into it, or, for a counter that AWS publishes
 * only when it isn't zero, the metric of the same resource that proves its feed. Of a query over metrics that nobody names,
 * such as one of Metrics Insights, it is what the query answers.
 *
 * The newest period must have it: a metric that fell silent halfway is no witness of the rest. One that the load feeds must
 * have it in the load's last full period, another one in the last that can have arrived.
 */
export function feedQuestions(declared: DeclaredAlarm, described: DescribedAlarm, window: WatchWindow): FeedQuestion[] {
  if (declared.part === 'never' || declared.feed === 'none') return [];
  return seriesThatFeed(declared, described).map(({ name, asked, period }) => {
    const periodSeconds = Math.max(1, Math.floor(period / window.clockFactor));
    const { startedAt, endedAt } = window.load;
    const end = declared.feed === 'load' ? endedAt : earlier(window.endsAt, deliverySeconds / window.clockFactor);
    // CloudWatch stamps a data point with the start of its period.
    const newest = aligned(earlier(end, periodSeconds), periodSeconds, Math.floor);
    const first = aligned(startedAt, periodSeconds, Math.floor);
    const to = declared.feed === 'load' ? endedAt : window.endsAt;
    return {
      name,
      asked,
      from: newest > first ? newest : first,
      to: aligned(to, periodSeconds, Math.ceil),
      periodSeconds,
    };
  });
}

interface Series extends Pick<FeedQuestion, 'name' | 'asked'> {
  /** Seconds, as AWS counts them. */
  readonly period: number;
}

function seriesThatFeed(declared: DeclaredAlarm, { sources, queries }: DescribedAlarm): readonly Series[] {
  if (sources.length === 0) {
    return queries.length > 0 ? [{ name: 'its query', asked: queries, period: declared.periodSeconds }] : [];
  }
  const witness = new Map(Object.entries(declared.fedBy ?? {}));
  const witnesses = sources.map((source) => {
    const metric = witness.get(source.metric);
    return metric === undefined ? source : { ...source, metric, stat: 'Sum' };
  });
  const series = new Map<string, Series>();
  for (const source of witnesses) {
    const name = `${source.namespace} ${source.metric}`;
    series.set(JSON.stringify([name, source.dimensions]), { name, asked: source, period: source.periodSeconds });
  }
  return [...series.values()];
}

function earlier(time: Date, seconds: number): Date {
  return new Date(time.getTime() - seconds * 1000);
}

function aligned(time: Date, periodSeconds: number, direction: (value: number) => number): Date {
  const period = periodSeconds * 1000;
  return new Date(direction(time.getTime() / period) * period);
}
