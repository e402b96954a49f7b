import { AlarmStatusWidget, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/** Alarms in one widget. CloudWatch is said to take no more; no page of AWS that says so was found. */
const mostInWidget = 100;

/** The states of all alarms side by side, in as many widgets as they need. */
export function alarmOverview(alarms: readonly IAlarm[]): readonly AlarmStatusWidget[] {
  return Array.from({ length: Math.ceil(alarms.length / mostInWidget) }, (_, index) => {
    const part = alarms.slice(index * mostInWidget, (index + 1) * mostInWidget);
    return new AlarmStatusWidget({ title: 'All alarms', width: 24, height: 6, alarms: part });
  });
}
