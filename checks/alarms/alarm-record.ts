import { z } from 'zod';
import type { AlarmSettings } from '../../contracts/alarm-settings';
import type { DeclaredAlarm } from '../../contracts/manifest';

export const alarmState = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

export type AlarmState = z.infer<typeof alarmState>;

/** One metric that an alarm looks at. */
export interface MetricSource {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** Statistic, for example `Sum` or `p95`. */
  readonly stat: string;
  /** Seconds, as AWS counts them. */
  readonly periodSeconds: number;
}

/** One of an alarm's queries, a metric or an expression over others, as `GetMetricData` takes it. */
export interface MetricQuery {
  readonly id: string;
  readonly source: MetricSource | undefined;
  readonly expression: string | undefined;
  /** The alarm judges this one. */
  readonly judged: boolean;
}

/** An alarm as CloudWatch describes it. */
export interface DescribedAlarm {
  readonly arn: string;
  readonly name: string;
  readonly state: AlarmState;
  /** CloudWatch's own words for the state. */
  readonly stateReason: string;
  /**
   * Why its state can't be trusted: `PARTIAL_DATA`, `IN_WARM_UP`, `EVALUATION_ERROR` or `EVALUATION_FAILURE`; undefined where
   * it can.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
   */
  readonly evaluationState: string | undefined;
  /** When it was changed last. */
  readonly configuredAt: Date | undefined;
  readonly settings: AlarmSettings;
  /** Every metric that goes into it. */
  readonly sources: readonly MetricSource[];
  /** Its metric math; none for an alarm on one metric. */
  readonly queries: readonly MetricQuery[];
}

/** A change of an alarm's state, from its history. */
export interface Transition {
  readonly at: Date;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

/** A state that was seen by asking. */
export interface Sighting {
  readonly at: Date;
  readonly state: AlarmState;
}

/** Everything that is known about one declared alarm. */
export interface AlarmRecord {
  readonly declared: DeclaredAlarm;
  /** The ARN that the alarm must have: name alone would find another region's or account's. */
  readonly arn: string;
  /** The alarm as it was described last; undefined if it doesn't exist. */
  readonly described: DescribedAlarm | undefined;
  /** In what it is otherwise than declared: halves of sentences. */
  readonly changes: readonly string[];
  readonly sightings: readonly Sighting[];
  readonly transitions: readonly Transition[];
  /** The metrics that must have data for the alarm to be judged, and whether they had. */
  readonly feeds: readonly { readonly metric: string; readonly fed: boolean }[];
}
