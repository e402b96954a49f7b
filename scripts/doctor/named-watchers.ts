import { CloudWatchClient, GetDashboardCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { AwsPlace } from './aws-place';
import { type Holder, type NamedType, oneByOne } from './named-type';

/** Names that one call takes (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html). */
const namesOfACall = 100;

/** What DescribeAlarms tells of; it leaves out composite alarms and those of logs unless it is asked for them. */
const kindsOfAlarms = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const;

/** What CloudWatch knows by name once in an account and region, by the type's name in templates. */
export const namedWatchers: Readonly<Record<string, NamedType>> = {
  'AWS::CloudWatch::Alarm': { words: 'alarms', property: 'AlarmName', holders: alarms },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html
  'AWS::CloudWatch::Dashboard': {
    words: 'dashboards',
    property: 'DashboardName',
    holders: oneByOne({
      // Named so by the service's model; ResourceNotFound is the code that its query protocol writes for it.
      missing: ['DashboardNotFoundError', 'ResourceNotFound'],
      find: (aws, DashboardName) => aws.client(CloudWatchClient).send(new GetDashboardCommand({ DashboardName })),
    }),
  },
};

/**
 * Alarms of every kind: a name is unique within the region
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).
 */
async function alarms(aws: AwsPlace, names: readonly string[]): Promise<readonly Holder[]> {
  const calls = Array.from({ length: Math.ceil(names.length / namesOfACall) }, (_, index) =>
    alarmsOf(aws, names.slice(index * namesOfACall, (index + 1) * namesOfACall)),
  );
  return (await Promise.all(calls)).flat();
}

async function alarmsOf(aws: AwsPlace, names: readonly string[]): Promise<readonly Holder[]> {
  const paging = { client: aws.client(CloudWatchClient), pageSize: namesOfACall };
  const pages = paginateDescribeAlarms(paging, { AlarmNames: [...names], AlarmTypes: [...kindsOfAlarms] });
  const found: Holder[] = [];
  for await (const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } of pages) {
    for (const { AlarmName: name } of [...MetricAlarms, ...CompositeAlarms, ...LogAlarms])
      if (name) found.push({ name });
  }
  return found;
}
