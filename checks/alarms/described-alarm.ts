import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { alarmState, type DescribedAlarm, type MetricSource } from './alarm-record';

/** An alarm on one metric, or on several by metric math. */
export function describedMetricAlarm(alarm: MetricAlarm): DescribedAlarm {
  return {
    arn: alarm.AlarmArn ?? '',
    name: alarm.AlarmName ?? '',
    state: alarmState.catch('INSUFFICIENT_DATA').parse(alarm.StateValue),
    stateReason: alarm.StateReason ?? '',
    sources: sourcesOf(alarm),
  };
}

/** A plain alarm has its metric in itself, one with metric math has them in `Metrics`, beside the expressions. */
function sourcesOf(alarm: MetricAlarm): MetricSource[] {
  const single = alarm.MetricName ? [source(alarm, alarm.ExtendedStatistic ?? alarm.Statistic, alarm.Period)] : [];
  const math = (alarm.Metrics ?? []).flatMap(({ MetricStat: stat }) =>
    stat?.Metric ? [source(stat.Metric, stat.Stat, stat.Period)] : [],
  );
  return [...single, ...math];
}

function source(
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
