import type { Template } from 'aws-cdk-lib/assertions';

/** A resource of a template, as far as tests read it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** All resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): Readonly<Record<string, Resource>> {
  return template.findResources(type) as Record<string, Resource>;
}

/** Properties of all resources of a type, with the logical ids left out. */
export function propertiesOf(template: Template, type: string): readonly Readonly<Record<string, unknown>>[] {
  return Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);
}

/** Properties of the one resource of a type. */
export function onlyOf(template: Template, type: string): Readonly<Record<string, unknown>> {
  const all = propertiesOf(template, type);
  if (all.length !== 1 || !all[0]) throw new Error(`${all.length} resources of type ${type}`);
  return all[0];
}

/** Every resource of a template, by logical id. */
export function allOf(template: Template): Readonly<Record<string, Resource>> {
  return (template.toJSON() as { Resources: Record<string, Resource> }).Resources;
}

/** Statements of every policy below a value, however it is called. */
export function statementsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== 'object' || value === null) return [];
  // A firewall's rule has a single Statement, which is no policy's.
  const { Statement: own } = value as { Statement?: unknown };
  return [
    ...(Array.isArray(own) ? (own as readonly Readonly<Record<string, unknown>>[]) : []),
    ...Object.values(value).flatMap(statementsIn),
  ];
}

/** One or many as a list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

interface Metric {
  readonly MetricName: string;
  readonly Dimensions: unknown;
}

/** Every metric that an alarm looks at, alone or by an expression over several. */
export function metricsOf(alarm: Readonly<Record<string, unknown>>): readonly Metric[] {
  const { MetricName, Metrics = [] } = alarm as Partial<Metric> & {
    Metrics?: readonly { readonly MetricStat?: { readonly Metric: Metric } }[];
  };
  return [
    ...(MetricName === undefined ? [] : [alarm as unknown as Metric]),
    ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []),
  ];
}
