import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmBoard } from './alarm-board';
import { AlarmTopic } from './alarm-topic';
import { serviceForThisAccount } from './service-trust';

/** How often the canary alarm is fired on purpose. */
const interval = Duration.minutes(30);

/** How many tests in a row must be missed. The first ones are delivered within two intervals more, or never. */
const missedTests = 2;

export interface HeartbeatProps {
  readonly key: kms.IKey;
  readonly alarms: AlarmBoard;
}

/**
 * Tests alerting itself: a schedule fires a canary alarm, whose topic must deliver to a queue. If deliveries stop, the
 * heartbeat alarm tells it.
 */
export class Heartbeat extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: HeartbeatProps) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Received', {
      encryptionMasterKey: props.key,
      enforceSSL: true,
      retentionPeriod: Duration.hours(1),
    });
    const topic = new AlarmTopic(this, 'Topic', { key: props.key, emails: [] });
    topic.addSubscription(new subscriptions.SqsSubscription(this.queue));
    const delivered = (statistic: string, period: Duration) =>
      new cloudwatch.Metric({
        namespace: 'AWS/SNS',
        metricName: 'NumberOfNotificationsDelivered',
        dimensionsMap: { TopicName: topic.topicName },
        statistic,
        period,
      });
    const canary = props.alarms.declare(
      {
        name: 'canary',
        // Never reached: the schedule sets the state, and the next evaluation takes it back.
        metric: delivered('Sum', Duration.minutes(5)),
        means: 'A test of alerting that fires every half hour; nothing is wrong.',
        runbook: 'monitoring',
        gate: { part: 'never', reason: 'It is fired on purpose, on a schedule', feed: 'none' },
      },
      Number.MAX_SAFE_INTEGER,
      topic,
    );
    const role = new iam.Role(this, 'Role', { assumedBy: serviceForThisAccount(this, 'scheduler.amazonaws.com') });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['cloudwatch:SetAlarmState'], resources: [canary.alarmArn] }));
    new scheduler.CfnSchedule(this, 'Schedule', {
      description: 'Fires the canary alarm',
      scheduleExpression: `rate(${interval.toMinutes()} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: 'arn:aws:scheduler:::aws-sdk:cloudwatch:setAlarmState',
        roleArn: role.roleArn,
        input: JSON.stringify({
          AlarmName: canary.physicalAlarmName,
          StateValue: 'ALARM',
          StateReason: 'Scheduled test of alerting',
        }),
      },
    });
    props.alarms.critical(
      {
        name: 'heartbeat-missing',
        metric: delivered('Sum', interval),
        means: 'The scheduled test of alerting was not delivered, so a real alarm may not be either.',
        runbook: 'monitoring',
        gate: {
          part: 'never',
          reason: 'Tests come every half hour, and no gate waits for two of them',
          feed: 'none',
        },
        comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        missing: cloudwatch.TreatMissingData.BREACHING,
        evaluationPeriods: missedTests,
        warmUp: Duration.minutes(interval.toMinutes() * (missedTests + 2)),
      },
      1,
    );
  }
}
