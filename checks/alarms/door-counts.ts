import type { MetricSource } from './alarm-record';
import type { WatchWindow } from './watch-window';

/**
 * What counts the requests that come through a door, by the name that the load test gives it; whatever is cached behind.
 *
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
const counters: Readonly<Record<string, Pick<MetricSource, 'namespace' | 'metric'>>> = {
  cloudfront: { namespace: 'AWS/CloudFront', metric: 'Requests' },
  api: { namespace: 'AWS/ApiGateway', metric: 'Count' },
};

const minuteSeconds = 60;

/** How many requests were sent through a door, and how many its own metric counts. */
export interface DoorCount {
  readonly door: string;
  readonly sent: number;
  /** Undefined where the metric has no data. */
  readonly counted: number | undefined;
}

/** A question to CloudWatch: the sum of a door's counter over the load. */
export interface CountQuestion {
  readonly region: string;
  readonly source: MetricSource;
  readonly from: Date;
  readonly to: Date;
  /** Seconds, by the clock that runs here. */
  readonly periodSeconds: number;
}

/**
 * What asks for a door's count; undefined if none of the environment's alarms looks at that door, so that nobody knows which
 * one it is. Whole periods around the load: what others sent in them is counted too.
 */
export function countQuestion(
  door: string,
  watched: readonly { readonly region: string; readonly source: MetricSource }[],
  { load, clockFactor }: WatchWindow,
): CountQuestion | undefined {
  const counter = counters[door];
  const found = watched.find(({ source }) => source.namespace === counter?.namespace);
  if (!counter || !found) return undefined;
  const periodSeconds = Math.max(1, Math.floor(minuteSeconds / clockFactor));
  const period = periodSeconds * 1000;
  return {
    region: found.region,
    source: { ...found.source, ...counter, stat: 'Sum' },
    from: new Date(Math.floor(load.startedAt.getTime() / period) * period),
    to: new Date(Math.ceil(load.endedAt.getTime() / period) * period),
    periodSeconds,
  };
}

/** Share of what was sent that must be counted: data points of the first and the last minute may be late or split. */
const leastShare = 0.99;

/** Requests that a door must have counted. */
export function leastCounted(sent: number): number {
  return Math.ceil(sent * leastShare);
}
