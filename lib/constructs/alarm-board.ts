import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlarmGateMetadata } from '../../contracts/manifest';
import {
  type AlarmsConfiguration,
  alarmName,
  type EnvironmentConfiguration,
  runbookAddress,
  type Trend,
} from '../config';
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
  /**
   * The requests that the metric is a rate or a percentile of. The critical level then needs `minimumRequests` of them in a
   * period: of a handful nothing follows that is worth waking somebody up. The warning sees all.
   *
   * @default - the metric means something whatever the traffic
   */
  readonly requests?: cloudwatch.IMetric;
  /** A sentence for whoever is woken up. */
  readonly means: string;
  /** Name of a file in `docs/runbooks`, without its ending. */
  readonly runbook: string;
  /** How the alarm counts at the gate. */
  readonly gate: AlarmGateMetadata;
  /** @default - at or above the threshold is bad */
  readonly comparison?: cloudwatch.ComparisonOperator;
  /** @default - no data is good news, because the service publishes the metric only when there is something to say */
  readonly missing?: cloudwatch.TreatMissingData;
  /** As of `GatedAlarm`; needed where silence is bad, because a new resource has no data yet. */
  readonly warmUp?: Duration;
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
    this.critical({ ...watch, name: `${watch.name}-critical`, metric: this.ofEnoughRequests(watch) }, critical);
  }

  private ofEnoughRequests({ metric, requests }: Watch): cloudwatch.IMetric {
    if (!requests) return metric;
    return new cloudwatch.MathExpression({
      expression: `IF(requests >= ${this.settings.minimumRequests}, rate, 0)`,
      usingMetrics: { requests, rate: metric },
      label: `Where there are ${this.settings.minimumRequests} requests or more`,
      period: this.period,
    });
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
      description: `${watch.means} Runbook: ${runbookAddress(runbooks, watch.runbook)}`,
      metric: watch.metric,
      threshold,
      evaluationPeriods: watch.evaluationPeriods ?? evaluationPeriods,
      datapointsToAlarm: watch.evaluationPeriods ?? datapointsToAlarm,
      comparisonOperator: watch.comparison ?? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: watch.missing ?? cloudwatch.TreatMissingData.NOT_BREACHING,
      topic,
      gate: watch.gate,
      warmUp: watch.warmUp,
    });
    this.declared.push(alarm);
    return alarm;
  }
}
