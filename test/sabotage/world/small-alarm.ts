/** A data point's value by seconds since the load began, as AWS counts them; undefined: there is none. */
export type Course = (seconds: number) => number | undefined;

/** A metric alarm, as a person could have made it. */
export interface SmallAlarm {
  readonly name: string;
  region: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  stat: string;
  periodSeconds: number;
  threshold: number;
  comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  evaluationPeriods: number;
  datapointsToAlarm: number;
  missing: 'notBreaching' | 'breaching' | 'ignore' | 'missing';
  actionsEnabled: boolean;
  actions: string[];
  evaluationState?: 'PARTIAL_DATA' | 'EVALUATION_ERROR' | 'EVALUATION_FAILURE';
  /** When somebody changed it last. */
  configuredAt?: Date;
  /** What it is otherwise than the fields above say, by AWS's names. */
  otherwise?: Record<string, unknown>;
  /** In place of its one metric: an expression over others, by their ids. */
  expression?: { text: string; over: Record<string, string> };
}

/** An alarm's properties, by AWS's names. */
export function propertiesOf(alarm: SmallAlarm): Record<string, unknown> {
  const dimensions = Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value }));
  const metric = (name: string) => ({ Namespace: alarm.namespace, MetricName: name, Dimensions: dimensions });
  const watched =
    alarm.expression === undefined
      ? {
          ...metric(alarm.metric),
          ...(alarm.stat.startsWith('p') ? { ExtendedStatistic: alarm.stat } : { Statistic: alarm.stat }),
          Period: alarm.periodSeconds,
        }
      : {
          Metrics: [
            { Id: 'judged', Expression: alarm.expression.text, ReturnData: true },
            ...Object.entries(alarm.expression.over).map(([Id, name]) => ({
              Id,
              MetricStat: { Metric: metric(name), Period: alarm.periodSeconds, Stat: alarm.stat },
              ReturnData: false,
            })),
          ],
        };
  return {
    ...watched,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    TreatMissingData: alarm.missing,
    ActionsEnabled: alarm.actionsEnabled,
    AlarmActions: alarm.actions,
    ...alarm.otherwise,
  };
}

export type SmallState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A change of an alarm's state. */
export interface SmallChange {
  readonly atSeconds: number;
  readonly from: SmallState;
  readonly to: SmallState;
}

/** Seconds that a data point takes to arrive, as AWS counts them. */
export const deliverySeconds = 60;

/**
 * How an alarm's state went, judged once a period at AWS's pace: on the data points that had arrived by then.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 *
 * @param from seconds, before the load's start: the alarm is good by then
 * @param to seconds up to which it is judged
 */
export function changesOf(alarm: SmallAlarm, course: Course, from: number, to: number): SmallChange[] {
  const changes: SmallChange[] = [];
  let state: SmallState = 'OK';
  const { periodSeconds: period } = alarm;
  for (let now = from; now <= to; now += period) {
    const newest = Math.floor((now - deliverySeconds) / period) * period - period;
    const points = Array.from({ length: alarm.evaluationPeriods }, (_, back) => course(newest - back * period));
    const next = judged(alarm, points, state);
    if (next !== state) changes.push({ atSeconds: now, from: state, to: next });
    state = next;
  }
  return changes;
}

function judged(alarm: SmallAlarm, points: readonly (number | undefined)[], before: SmallState): SmallState {
  const breaching = points.map((value) => (value === undefined ? whenMissing(alarm) : breaches(alarm, value)));
  if (breaching.filter((it) => it === true).length >= alarm.datapointsToAlarm) return 'ALARM';
  if (breaching.every((it) => it === undefined)) return alarm.missing === 'ignore' ? before : 'INSUFFICIENT_DATA';
  return 'OK';
}

function whenMissing({ missing }: SmallAlarm): boolean | undefined {
  return missing === 'breaching' ? true : missing === 'notBreaching' ? false : undefined;
}

function breaches({ comparison, threshold }: SmallAlarm, value: number): boolean {
  if (comparison === 'LessThanThreshold') return value < threshold;
  return comparison === 'GreaterThanThreshold' ? value > threshold : value >= threshold;
}
