import { metricsNamespace, RouteMetrics } from '../../src/metrics/route-metrics';

interface Document {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[];
  };
  [member: string]: unknown;
}

function setUp() {
  const documents: Document[] = [];
  const metrics = new RouteMetrics(
    { service: 'catalog', environment: 'Dev' },
    (line) => {
      expect(line.endsWith('\n')).toBe(true);
      documents.push(JSON.parse(line));
    },
    () => 1_700_000_000_000,
  );
  return { metrics, documents };
}

describe('RouteMetrics', () => {
  test('a flush writes one document for each route, with counts and every latency', () => {
    const { metrics, documents } = setUp();
    metrics.record('GET /a', 200, 1.234);
    metrics.record('GET /a', 404, 2);
    metrics.record('GET /a', 503, 3);
    metrics.record('GET /b', 200, 4);
    metrics.flush();
    expect(documents).toMatchObject([
      { Route: 'GET /a', Requests: 3, ClientErrors: 1, ServerErrors: 1, Latency: [1.23, 2, 3] },
      { Route: 'GET /b', Requests: 1, ClientErrors: 0, ServerErrors: 0, Latency: [4] },
    ]);
  });

  test('a document declares what it holds: each metric and each dimension is a member of it', () => {
    const { metrics, documents } = setUp();
    metrics.record('GET /a', 200, 1);
    metrics.flush();
    const [document] = documents;
    expect(document?._aws.Timestamp).toBe(1_700_000_000_000);
    const [directive] = document?._aws.CloudWatchMetrics ?? [];
    expect(directive?.Namespace).toBe(metricsNamespace);
    const names = [...(directive?.Dimensions.flat() ?? []), ...(directive?.Metrics.map(({ Name }) => Name) ?? [])];
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of names) {
      expect(document).toHaveProperty(name);
    }
  });

  test('nothing is written without requests, and nothing twice', () => {
    const { metrics, documents } = setUp();
    metrics.flush();
    metrics.record('GET /a', 200, 1);
    metrics.flush();
    metrics.flush();
    expect(documents).toHaveLength(1);
  });

  test('a document never holds more than 100 values of a metric, and none is lost', () => {
    const { metrics, documents } = setUp();
    for (let index = 0; index < 250; index++) {
      metrics.record('GET /a', 200, index);
    }
    expect(documents).toHaveLength(2);
    metrics.flush();
    expect(documents.map(({ Requests }) => Requests)).toEqual([100, 100, 50]);
    expect(documents.flatMap(({ Latency }) => Latency)).toEqual(Array.from({ length: 250 }, (_, index) => index));
  });
});
