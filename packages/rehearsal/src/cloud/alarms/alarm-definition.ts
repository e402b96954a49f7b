import { CodedError } from '@delivery/coded-error';
import { type Owned, read } from '../deployed/deployed-stacks';
import type { Reader } from '../deployed/properties';
import type { MetricId } from '../metrics/metric';
import { type Expression, parseExpression } from './expression';
import { type Comparison, comparisons, type Judgement, type MissingData } from './judge';
import { assertUnderstood } from './metric-math';

/** A metric of an alarm with the statistic it is looked at by. */
export interface MetricStat {
  readonly metric: MetricId;
  readonly statistic: string;
}

/** What an alarm watches: metrics by id, expressions by id, and which of them is judged. */
export interface Watched {
  readonly metrics: ReadonlyMap<string, MetricStat>;
  readonly expressions: ReadonlyMap<string, Expression>;
  readonly judged: string;
}

export interface AlarmActions {
  readonly enabled: boolean;
  readonly ALARM: readonly string[];
  readonly OK: readonly string[];
  readonly INSUFFICIENT_DATA: readonly string[];
}

/** An `AWS::CloudWatch::Alarm` as deployed. */
export interface AlarmDefinition extends Judgement {
  readonly resource: Owned;
  readonly name: string;
  readonly watched: Watched;
  readonly periodSeconds: number;
  /** Present if a new alarm waits for its first data. */
  readonly warmUp: WarmUp | undefined;
  readonly actions: AlarmActions;
}

/**
 * How long a new alarm is not judged.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html
 */
export interface WarmUp {
  readonly minutes: number;
  /** False: it ends as soon as the alarm's window is full of data. */
  readonly whole: boolean;
}

/**
 * @throws TAP4401 if a property is missing, TAP4420 if its metric math is not understood, TAP4421 for a comparison that
 * needs an anomaly model
 */
export function readAlarm(resource: Owned): AlarmDefinition {
  const properties = read(resource);
  const evaluationPeriods = properties.number('EvaluationPeriods');
  const comparison = properties.text('ComparisonOperator');
  if (!(comparison in comparisons)) {
    throw new CodedError(
      'TAP4421',
      `alarm ${resource.physicalId}: ${comparison} is not rehearsed; it needs an anomaly model`,
    );
  }
  const queries = properties.objects('Metrics');
  return {
    resource,
    name: properties.optionalText('AlarmName') ?? resource.physicalId,
    watched: queries.length > 0 ? watchedQueries(resource, queries) : watchedMetric(resource, properties),
    periodSeconds: queries.length > 0 ? longestPeriod(queries) : (properties.optionalNumber('Period') ?? 60),
    evaluationPeriods,
    datapointsToAlarm: properties.optionalNumber('DatapointsToAlarm') ?? evaluationPeriods,
    threshold: properties.number('Threshold'),
    comparison: comparison as Comparison,
    warmUp: readWarmUp(properties.object('WarmUpConfiguration')),
    missingData: (properties.optionalText('TreatMissingData') ?? 'missing') as MissingData,
    actions: readActions(properties),
  };
}

export function readActions(properties: Reader): AlarmActions {
  return {
    enabled: properties.flag('ActionsEnabled', true),
    ALARM: properties.texts('AlarmActions'),
    OK: properties.texts('OKActions'),
    INSUFFICIENT_DATA: properties.texts('InsufficientDataActions'),
  };
}

function readWarmUp(configuration: Reader): WarmUp | undefined {
  const minutes = configuration.optionalNumber('WarmUpPeriodDurationInMinutes');
  if (minutes === undefined) return undefined;
  return { minutes, whole: configuration.flag('OnlyStartEvaluatingAfterWarmUpPeriodEnds', false) };
}

function watchedMetric(resource: Owned, properties: Reader): Watched {
  const metric = readMetric(resource, properties);
  const statistic = properties.optionalText('ExtendedStatistic') ?? properties.optionalText('Statistic') ?? 'Average';
  return { metrics: new Map([['m', { metric, statistic }]]), expressions: new Map(), judged: 'm' };
}

function watchedQueries(resource: Owned, queries: readonly Reader[]): Watched {
  const metrics = new Map<string, MetricStat>();
  const expressions = new Map<string, Expression>();
  for (const query of queries) {
    const text = query.optionalText('Expression');
    if (text === undefined) {
      const stat = query.object('MetricStat');
      metrics.set(query.text('Id'), {
        metric: readMetric(resource, stat.object('Metric'), query.optionalText('AccountId')),
        statistic: stat.text('Stat'),
      });
    } else {
      const expression = parseExpression(text);
      assertUnderstood(expression);
      expressions.set(query.text('Id'), expression);
    }
  }
  const judged = queries.find((query) => query.flag('ReturnData', true)) ?? queries.at(-1);
  return { metrics, expressions, judged: judged?.text('Id') ?? '' };
}

function longestPeriod(queries: readonly Reader[]): number {
  const periods = queries.map(
    (query) => query.object('MetricStat').optionalNumber('Period') ?? query.optionalNumber('Period') ?? 0,
  );
  return Math.max(...periods) || 60;
}

function readMetric(resource: Owned, metric: Reader, account?: string): MetricId {
  return {
    account: account ?? resource.account,
    region: resource.region,
    namespace: metric.text('Namespace'),
    name: metric.text('MetricName'),
    dimensions: metric.pairs('Dimensions'),
  };
}
