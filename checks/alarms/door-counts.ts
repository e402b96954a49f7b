import type { MetricSource } from './alarm-record';
import { overTheLoad, type SeriesQuestion, type WatchedMetric } from './series';
import type { WatchWindow } from './watch-window';

/** Stands behind the doors, and counts what no cache has answered. */
export const loadBalancer = 'the load balancer';

/**
 * What counts the requests that come through a door, by the name that the load test gives it; whatever is cached behind.
 *
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
const counters: Readonly<Record<string, Pick<MetricSource, 'namespace' | 'metric'>>> = {
  [loadBalancer]: { namespace: 'AWS/ApplicationELB', metric: 'RequestCount' },
  cloudfront: { namespace: 'AWS/CloudFront', metric: 'Requests' },
  api: { namespace: 'AWS/ApiGateway', metric: 'Count' },
};

/** How many requests were sent through a door, and how many its own metric counts. */
export interface DoorCount {
  readonly door: string;
  readonly sent: number;
  /** Undefined where the metric has no data. */
  readonly counted: number | undefined;
}

/**
 * What asks for a door's count; undefined if none of the environment's alarms looks at that door, so that nobody knows which
 * one it is. What others sent in the periods around the load is counted too.
 */
export function countQuestion(
  door: string,
  watched: readonly WatchedMetric[],
  window: WatchWindow,
): SeriesQuestion | undefined {
  const counter = counters[door];
  // A load balancer counts for each of its target groups, too.
  const found = watched.find(
    ({ source: { namespace, dimensions } }) =>
      namespace === counter?.namespace && !dimensions.some(({ name }) => name === 'TargetGroup'),
  );
  if (!counter || !found) return undefined;
  return overTheLoad({ region: found.region, source: { ...found.source, ...counter, stat: 'Sum' } }, window);
}

/** Share of what was sent that must be counted: data points of the first and the last minute may be late or split. */
const leastShare = 0.99;

/** Requests that a door must have counted. */
export function leastCounted(sent: number): number {
  return Math.ceil(sent * leastShare);
}
