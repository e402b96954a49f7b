import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { edgeRegion } from '../config';
import { AlarmBoard } from '../constructs/alarm-board';
import { alarmOverview } from '../constructs/alarm-overview';
import type { GatedAlarm } from '../constructs/gated-alarm';
import { Heartbeat } from '../constructs/heartbeat';
import { watchKeyQuota } from '../constructs/key-alarms';
import type { RoleForJob } from '../constructs/role-for-job';
import { acknowledge } from './acknowledgements';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import type { NetworkStack } from './network-stack';

export interface ObservabilityStackProps extends EnvironmentStackProps {
  readonly network: NetworkStack;
  /**
   * Alarms of all other stacks. Only their names are used, so that this stack can be deployed before those that the
   * alarms belong to.
   */
  readonly watched: readonly GatedAlarm[];
}

/** What a person looks at, what tests that alerting works, and what the alarm gate may read. */
export class ObservabilityStack extends EnvironmentStack {
  readonly alarms: AlarmBoard;
  override readonly gateRoles: Readonly<Record<'alarms', RoleForJob>>;

  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    this.alarms = new AlarmBoard(this, this.application, this.settings, props.network.topics);
    const key = kms.Key.fromKeyArn(this, 'Key', props.network.key.keyArn);
    const heartbeat = new Heartbeat(this, 'Heartbeat', { key, alarms: this.alarms });
    watchKeyQuota(this.alarms, this.settings.alarms.thresholds);
    this.showAlarms([...props.watched, ...this.alarms.declared]);
    this.gateRoles = { alarms: this.roleForGate('alarms') };
    this.allowGate(this.gateRoles.alarms);
    acknowledge(heartbeat.queue, 'SQS3', 'Nobody reads the messages: that they arrive is the test');
  }

  private showAlarms(watched: readonly GatedAlarm[]): void {
    const shown = watched.map((alarm) => ({ title: alarm.physicalAlarmName, alarm: this.importAlarm(alarm) }));
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: this.names.dashboard });
    for (const widget of alarmOverview(shown.map(({ alarm }) => alarm))) dashboard.addWidgets(widget);
    dashboard.addWidgets(...shown.map((one) => new cloudwatch.AlarmWidget({ ...one, width: 8 })));
  }

  /** By its name, which is no reference: the alarm may not exist yet. */
  private importAlarm(alarm: GatedAlarm): cloudwatch.IAlarm {
    const { region, account } = Stack.of(alarm);
    const name = alarm.physicalAlarmName;
    const arn = this.formatArn({ service: 'cloudwatch', region, account, resource: `alarm:${name}` });
    return cloudwatch.Alarm.fromAlarmArn(this, name, arn);
  }

  /**
   * The alarm gate reads metrics, and metric alarms with their history: of the whole account, because one call for all of them
   * by the beginning of their names, and one for their history, takes the right for all. Composite alarms would take `*`.
   *
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
   */
  private allowGate(role: RoleForJob): void {
    const regions = [...new Set([this.settings.region, edgeRegion])];
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
        resources: regions.map((region) => this.formatArn({ service: 'cloudwatch', region, resource: 'alarm:*' })),
      }),
    );
    role.addToPolicy(new iam.PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] }));
    acknowledge(role, 'IAM5[Resource::*]', 'cloudwatch:GetMetricData is the one action, and it takes no resource');
    const account = this.settings.account ?? '<AWS::AccountId>';
    for (const region of regions) {
      acknowledge(
        role,
        `IAM5[Resource::arn:${this.partition}:cloudwatch:${region}:${account}:alarm:*]`,
        'Read-only: a call that finds alarms nobody declared, and one for the history of all, need the right for all; one for each alarm would be throttled',
      );
    }
  }
}
