import { Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { alarmOverview } from '../../lib/constructs/alarm-overview';

const arnOf = (index: number) => `arn:aws:cloudwatch:us-east-1:111111111111:alarm:number-${index}`;

test.each([
  [100, [100]],
  [101, [100, 1]],
  [250, [100, 100, 50]],
])('%i alarms are shown each once, in widgets of %j', (count, sizes) => {
  const stack = new Stack();
  const arns = Array.from({ length: count }, (_, index) => arnOf(index));
  const widgets = alarmOverview(arns.map((arn) => Alarm.fromAlarmArn(stack, arn.split(':').at(-1) ?? '', arn)));
  const shown = widgets.map(
    (widget) => (widget.toJson() as { properties: { alarms: string[] } }[])[0]?.properties.alarms,
  );
  expect(shown.map((alarms) => alarms?.length)).toEqual(sizes);
  expect(shown.flat()).toEqual(arns);
});
