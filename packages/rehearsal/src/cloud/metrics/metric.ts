/** A CloudWatch metric: where it is published, its name, and exactly its dimensions. */
export interface MetricId {
  readonly account: string;
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One text for a metric; the order of its dimensions doesn't matter. */
export function keyOf(metric: MetricId): string {
  const dimensions = Object.entries(metric.dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([metric.account, metric.region, metric.namespace, metric.name, dimensions]);
}

/** `AWS/RDS DatabaseConnections {DBClusterIdentifier}`, for a person. */
export function describeMetric(metric: Pick<MetricId, 'namespace' | 'name' | 'dimensions'>): string {
  return `${metric.namespace} ${metric.name} {${Object.keys(metric.dimensions).join(', ')}}`;
}
