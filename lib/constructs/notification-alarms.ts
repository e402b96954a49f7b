import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard, AlarmTopics } from './alarm-board';

/**
 * Watches the topics that alarms speak through. Each one's failures are told to the other.
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
          period: board.period,
        }),
        means: `Notifications of the ${level} topic do not reach their subscribers.`,
        runbook: 'monitoring',
        gate: { part: 'always', traffic: false },
      },
      1,
      told,
    );
  }
}
