import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { alarmProperties, alarmSettings } from '../../contracts/alarm-settings';
import { alarmState, type DescribedAlarm, type MetricQuery, type MetricSource } from './alarm-record';

/** An alarm on one metric, or on several by metric math. */
export function describedMetricAlarm(alarm: MetricAlarm): DescribedAlarm {
  const queries = queriesOf(alarm);
  const properties = alarmProperties.safeParse(alarm);
  return {
    arn: alarm.AlarmArn ?? '',
    name: alarm.AlarmName ?? '',
    state: alarmState.catch('INSUFFICIENT_DATA').parse(alarm.StateValue),
    stateReason: alarm.StateReason ?? '',
    evaluationState: alarm.EvaluationState,
    configuredAt: alarm.AlarmConfigurationUpdatedTimestamp,
    // One that is no alarm as AWS describes them has nothing that was declared.
    settings: properties.success ? alarmSettings(properties.data) : {},
    sources: alarm.MetricName ? [plainSource(alarm)] : queries.flatMap(({ source }) => source ?? []),
    queries,
  };
}

/** A plain alarm has its metric in itself, one with metric math has them in `Metrics`, beside the expressions. */
function plainSource(alarm: MetricAlarm): MetricSource {
  return metricSource(alarm, alarm.ExtendedStatistic ?? alarm.Statistic, alarm.Period);
}

function queriesOf({ Metrics }: MetricAlarm): MetricQuery[] {
  return (Metrics ?? []).map(({ Id, Expression, MetricStat: stat, ReturnData }) => ({
    id: Id ?? '',
    source: stat?.Metric && metricSource(stat.Metric, stat.Stat, stat.Period),
    expression: Expression,
    judged: ReturnData ?? true,
  }));
}

function metricSource(
  metric: Pick<MetricAlarm, 'Namespace' | 'MetricName' | 'Dimensions'>,
  stat: string | undefined,
  period: number | undefined,
): MetricSource {
  return {
    namespace: metric.Namespace ?? '',
    metric: metric.MetricName ?? '',
    dimensions: (metric.Dimensions ?? []).map(({ Name, Value }) => ({ name: Name ?? '', value: Value ?? '' })),
    stat: stat ?? 'SampleCount',
    periodSeconds: period ?? 60,
  };
}
