import type { LogOrigin } from '../log';

/** CloudWatch namespace of all of the shop's metrics. */
export const metricsNamespace = 'Tap/Shop';

/**
 * Most values of one metric in one document
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
const mostValues = 100;

const definitions = [
  { Name: 'Requests', Unit: 'Count' },
  { Name: 'ClientErrors', Unit: 'Count' },
  { Name: 'ServerErrors', Unit: 'Count' },
  { Name: 'Latency', Unit: 'Milliseconds' },
];

interface Counts {
  requests: number;
  clientErrors: number;
  serverErrors: number;
  latencyMs: number[];
}

/**
 * Counts requests by route and writes them in CloudWatch's embedded metric format: a document for each route at each flush,
 * or as soon as it holds as many latencies as a document may. One line for a hundred requests instead of a hundred lines
 * costs a hundredth to write and to ingest, and loses no value.
 */
export class RouteMetrics {
  readonly #routes = new Map<string, Counts>();

  constructor(
    private readonly origin: LogOrigin,
    private readonly write: (line: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @param route method and pattern, for example `GET /api/products/:id`; never a concrete path, each of which would become a metric
   * @param latencyMs from the request's arrival to the end of its answer
   */
  record(route: string, statusCode: number, latencyMs: number): void {
    let counts = this.#routes.get(route);
    if (!counts) {
      counts = { requests: 0, clientErrors: 0, serverErrors: 0, latencyMs: [] };
      this.#routes.set(route, counts);
    }
    counts.requests++;
    if (statusCode >= 500) {
      counts.serverErrors++;
    } else if (statusCode >= 400) {
      counts.clientErrors++;
    }
    counts.latencyMs.push(Math.round(latencyMs * 100) / 100);
    if (counts.latencyMs.length === mostValues) {
      this.#routes.delete(route);
      this.#emit(route, counts);
    }
  }

  /** Writes what was counted since the last flush; nothing for routes without requests. */
  flush(): void {
    for (const [route, counts] of this.#routes) {
      this.#emit(route, counts);
    }
    this.#routes.clear();
  }

  #emit(route: string, counts: Counts): void {
    const document = {
      _aws: {
        Timestamp: this.now(),
        CloudWatchMetrics: [
          {
            Namespace: metricsNamespace,
            Dimensions: [
              ['Environment', 'Service'],
              ['Environment', 'Service', 'Route'],
            ],
            Metrics: definitions,
          },
        ],
      },
      Environment: this.origin.environment,
      Service: this.origin.service,
      Route: route,
      Requests: counts.requests,
      ClientErrors: counts.clientErrors,
      ServerErrors: counts.serverErrors,
      Latency: counts.latencyMs,
    };
    this.write(`${JSON.stringify(document)}\n`);
  }
}
