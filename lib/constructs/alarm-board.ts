import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlarmGateMetadata } from '../../checks/manifest';
import { type AlarmsConfiguration, alarmName, type EnvironmentConfiguration, type Trend } from '../config';
import { GatedAlarm } from './gated-alarm';

/** Topics by level; the critical one wakes somebody up. */
export interface AlarmTopics {
  readonly warning: sns.ITopic;
  readonly critical: sns.ITopic;
}

/** What is watched and what it means. */
export interface Watch {
  /** Kebab-case, without the environment; the physical name is made of it. */
  readonly name: string;
  readonly metric: cloudwatch.IMetric;
  /** A sentence for whoever is woken up. */
  readonly means: string;
  /** File name in the runbooks' folder, without its ending. */
  readonly runbook: string;
  /** How the alarm counts at the gate. */
  readonly gate: AlarmGateMetadata;
  /** @default - at or above the threshold is bad */
  readonly comparison?: cloudwatch.ComparisonOperator;
  /** @default - no data is good news, because the service publishes the metric only when there is something to say */
  readonly missing?: cloudwatch.TreatMissingData;
  /** @default - the configuration's evaluation periods */
  readonly evaluationPeriods?: number;
}

/** Declares the alarms of one stack, all in the same manner. */
export class AlarmBoard {
  /** Every alarm declared so far. */
  readonly declared: GatedAlarm[] = [];
  /** Period of metrics that a gate judges. */
  readonly period: Duration;
  private readonly settings: AlarmsConfiguration;

  constructor(
    private readonly scope: Construct,
    private readonly application: string,
    private readonly environment: EnvironmentConfiguration,
    private readonly topics: AlarmTopics,
  ) {
    this.settings = environment.alarms;
    this.period = Duration.seconds(this.settings.periodSeconds);
  }

  /** A trend that leaves time to act: two alarms, `<name>-warning` and `<name>-critical`. */
  trend(watch: Watch, { warning, critical }: Trend): void {
    this.declare({ ...watch, name: `${watch.name}-warning` }, warning, this.topics.warning);
    this.critical({ ...watch, name: `${watch.name}-critical` }, critical);
  }

  /** An alarm whose first firing is already bad. */
  critical(watch: Watch, threshold: number): void {
    this.declare(watch, threshold, this.topics.critical);
  }

  /** An alarm of another topic than the two levels. */
  declare(watch: Watch, threshold: number, topic: sns.ITopic): GatedAlarm {
    const { evaluationPeriods, datapointsToAlarm, runbooks } = this.settings;
    const alarm = new GatedAlarm(this.scope, watch.name, {
      name: alarmName(this.application, this.environment.name, watch.name),
      description: `${watch.means} Runbook: ${runbooks}/${watch.runbook}.md`,
      metric: watch.metric,
      threshold,
      evaluationPeriods: watch.evaluationPeriods ?? evaluationPeriods,
      datapointsToAlarm: watch.evaluationPeriods ?? datapointsToAlarm,
      comparisonOperator: watch.comparison ?? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: watch.missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
      topic,
      gate: watch.gate,
    });
    this.declared.push(alarm);
    return alarm;
  }
}
