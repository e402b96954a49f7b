import { isRecord } from '../base/record';

/**
 * CloudWatch's answer to DescribeAlarms with the metrics of alarms of metric math, which the emulator takes and forgets.
 *
 * @param metricsOf what the alarm of this name looks at
 */
export function withAlarmMetrics(text: string, metricsOf: (alarm: string) => readonly object[] | undefined): string {
  const answer: unknown = JSON.parse(text);
  if (!isRecord(answer) || !Array.isArray(answer.MetricAlarms)) return text;
  const MetricAlarms = answer.MetricAlarms.map((alarm: unknown) => {
    if (!isRecord(alarm)) return alarm;
    const Metrics = metricsOf(String(alarm.AlarmName));
    return Metrics ? { ...alarm, MetricName: undefined, Metrics } : alarm;
  });
  return JSON.stringify({ ...answer, MetricAlarms });
}
