import type { DeclaredAlarm } from '../../contracts/manifest';
import type { DescribedAlarm, MetricSource } from './alarm-record';
import type { WatchWindow } from './watch-window';

/** A question to CloudWatch: had this metric a data point in this time? */
export interface FeedQuestion {
  readonly source: MetricSource;
  readonly from: Date;
  readonly to: Date;
  /** Seconds, by the clock that runs here. */
  readonly periodSeconds: number;
}

/**
 * The metrics that must have data for an alarm to be judged: all that go into it, or, for a counter that AWS publishes only
 * when it isn't zero, the metric of the same resource that proves its feed. One that the load feeds must have it in the load's
 * own window.
 */
export function feedQuestions(declared: DeclaredAlarm, described: DescribedAlarm, window: WatchWindow): FeedQuestion[] {
  if (declared.part === 'never' || declared.feed === 'none') return [];
  return sourcesThatFeed(declared, described).map((source) => {
    const periodSeconds = Math.max(1, Math.floor(source.periodSeconds / window.clockFactor));
    const end = declared.feed === 'load' ? window.load.endedAt : window.endsAt;
    // CloudWatch stamps a data point with the start of its period.
    return {
      source,
      from: aligned(window.load.startedAt, periodSeconds, Math.floor),
      to: aligned(end, periodSeconds, Math.ceil),
      periodSeconds,
    };
  });
}

function sourcesThatFeed({ fedBy }: DeclaredAlarm, { sources }: DescribedAlarm): readonly MetricSource[] {
  if (fedBy === undefined) return sources;
  const named = sources.filter(({ metric }) => metric === fedBy);
  if (named.length > 0) return named;
  const [first] = sources;
  return first ? [{ ...first, metric: fedBy, stat: 'Sum' }] : [];
}

function aligned(time: Date, periodSeconds: number, direction: (value: number) => number): Date {
  const period = periodSeconds * 1000;
  return new Date(direction(time.getTime() / period) * period);
}
