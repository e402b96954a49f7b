import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard, AlarmTopics } from './alarm-board';

const reportingInterval = Duration.minutes(5);

/**
 * Watches the topics that alarms speak through. Each one's failures are told to the other.
 *
 * One lost notification is enough: the next one may be hours away. SNS reports every five minutes, and on topics alone that
 * were used lately.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
 *
 * @param name beginning of the alarms' names; topics of another region need another one
 */
export function watchNotifications(board: AlarmBoard, topics: AlarmTopics, name: string): void {
  const watched = [
    { level: 'warning', topic: topics.warning, told: topics.critical },
    { level: 'critical', topic: topics.critical, told: topics.warning },
  ];
  for (const { level, topic, told } of watched) {
    board.declare(
      {
        name: `${name}-${level}-undelivered`,
        metric: new cloudwatch.Metric({
          namespace: 'AWS/SNS',
          metricName: 'NumberOfNotificationsFailed',
          dimensionsMap: { TopicName: topic.topicName },
          statistic: 'Sum',
          period: reportingInterval,
        }),
        means: `Notifications of the ${level} topic do not reach their subscribers.`,
        runbook: 'monitoring',
        gate: {
          part: 'always',
          feed: 'none',
          reason: 'A good deployment notifies nobody, so SNS has nothing to count',
        },
        evaluationPeriods: 1,
      },
      1,
      told,
    );
  }
}
