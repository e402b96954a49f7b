import type { Clock } from '../base/clock';
import { type Properties, Reader } from '../deployed/properties';
import type { MetricStore } from './metric-store';

/**
 * Records metrics in CloudWatch's embedded metric format, as a task writes them to standard output.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function recordEmbedded(
  store: MetricStore,
  clock: Clock,
  at: { readonly account: string; readonly region: string },
  line: string,
): void {
  // Looked for as text first: tasks write far more lines of other kinds.
  if (!line.includes('"_aws"')) return;
  const entry = parse(line);
  if (!entry) return;
  for (const directive of entry.object('_aws').objects('CloudWatchMetrics')) {
    const namespace = directive.optionalText('Namespace');
    if (namespace === undefined) continue;
    for (const names of dimensionSets(directive.properties.Dimensions)) {
      const dimensions = Object.fromEntries(names.map((name) => [name, entry.optionalText(name) ?? '']));
      for (const definition of directive.objects('Metrics')) {
        const name = definition.optionalText('Name');
        if (name === undefined) continue;
        for (const value of numbers(entry.properties[name])) {
          store.record({ account: at.account, region: at.region, namespace, name, dimensions }, value, clock.factor);
        }
      }
    }
  }
}

function parse(line: string): Reader | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? new Reader(value as Properties, 'embedded metrics')
      : undefined;
  } catch {
    return undefined;
  }
}

function dimensionSets(value: unknown): string[][] {
  const sets = Array.isArray(value) ? value.filter(Array.isArray).map((names) => names.map(String)) : [];
  return sets.length > 0 ? sets : [[]];
}

function numbers(value: unknown): number[] {
  return [value].flat().filter((each): each is number => typeof each === 'number' && Number.isFinite(each));
}
