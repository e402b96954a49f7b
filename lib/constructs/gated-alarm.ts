import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlarmGateMetadata } from '../../contracts/manifest';

/** Key of the metadata that the build reads an alarm's part in the gate from. */
export const gateMetadataKey = 'tap:gate';

export interface GatedAlarmProps
  extends Pick<
    cloudwatch.AlarmProps,
    'metric' | 'threshold' | 'comparisonOperator' | 'treatMissingData' | 'evaluationPeriods' | 'datapointsToAlarm'
  > {
  /** Physical name, known at synthesis: dashboard and gate know the alarm by it. */
  readonly name: string;
  /** What the alarm means to a person, with a link to its runbook. */
  readonly description: string;
  /** Hears of the alarm and of its end. */
  readonly topic: sns.ITopic;
  /** How the alarm counts at the gate. */
  readonly gate: AlarmGateMetadata;
  /**
   * How long a new alarm may wait for its first data before silence counts: it is judged as soon as there is a window full of
   * them. Once only, when the alarm is created.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html
   *
   * @default - it is judged from its creation
   */
  readonly warmUp?: Duration;
}

/** An alarm that says what it means, tells its topic, and declares its part in the gate. */
export class GatedAlarm extends cloudwatch.Alarm {
  /** The physical name as text; `alarmName` is a token. */
  readonly physicalAlarmName: string;

  constructor(scope: Construct, id: string, props: GatedAlarmProps) {
    const { name, description, topic, gate, warmUp, ...rest } = props;
    super(scope, id, { ...rest, alarmName: name, alarmDescription: description });
    this.physicalAlarmName = name;
    const action = new SnsAction(topic);
    this.addAlarmAction(action);
    this.addOkAction(action);
    const resource = this.node.defaultChild as cloudwatch.CfnAlarm;
    resource.addMetadata(gateMetadataKey, gate);
    if (warmUp) resource.warmUpConfiguration = { warmUpPeriodDurationInMinutes: warmUp.toMinutes() };
  }
}
