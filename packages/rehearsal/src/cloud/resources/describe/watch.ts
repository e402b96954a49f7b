import { type DescribeTable, json, query, text } from './ask';

const cloudwatch = query('monitoring', '2010-08-01');
const sns = query('sns', '2010-03-31');
const sqs = json('sqs', 'AmazonSQS');
const logs = json('logs', 'Logs_20140328');
const firehose = json('firehose', 'Firehose_20150804');

/** Logs, alarms, dashboards, notifications. */
export const watch: DescribeTable = {
  'AWS::Logs::LogGroup': ({ physicalId: name }) =>
    logs('DescribeLogGroups', { logGroupNamePrefix: name }, `"logGroupName": "${name}"`),
  'AWS::CloudWatch::Alarm': ({ physicalId: name }) =>
    cloudwatch('DescribeAlarms', { 'AlarmNames.member.1': name }, `<AlarmName>${name}<`),
  'AWS::CloudWatch::CompositeAlarm': ({ physicalId: name }) =>
    cloudwatch(
      'DescribeAlarms',
      { 'AlarmNames.member.1': name, 'AlarmTypes.member.1': 'CompositeAlarm' },
      `<AlarmName>${name}<`,
    ),
  'AWS::CloudWatch::Dashboard': ({ physicalId: name }) => cloudwatch('GetDashboard', { DashboardName: name }, name),
  'AWS::SNS::Topic': ({ physicalId: arn }) => sns('GetTopicAttributes', { TopicArn: arn }, arn),
  'AWS::SNS::TopicPolicy': (resource) => {
    const [topic] = Array.isArray(resource.properties.Topics) ? resource.properties.Topics : [];
    return topic === undefined
      ? undefined
      : sns('GetTopicAttributes', { TopicArn: String(topic) }, '<key>Policy</key>');
  },
  'AWS::SNS::Subscription': (resource) =>
    sns('ListSubscriptionsByTopic', { TopicArn: text(resource, 'TopicArn') }, text(resource, 'Endpoint')),
  'AWS::SQS::Queue': ({ physicalId: url }) =>
    sqs('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['QueueArn'] }, 'QueueArn'),
  'AWS::SQS::QueuePolicy': (resource) => {
    const [queue] = Array.isArray(resource.properties.Queues) ? resource.properties.Queues : [];
    const body = { QueueUrl: queue, AttributeNames: ['Policy'] };
    return queue === undefined ? undefined : sqs('GetQueueAttributes', body, '"Policy"');
  },
  'AWS::KinesisFirehose::DeliveryStream': ({ physicalId: name }) =>
    firehose('DescribeDeliveryStream', { DeliveryStreamName: name }, name),
};
