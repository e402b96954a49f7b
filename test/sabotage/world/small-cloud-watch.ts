import { type Course, changesOf, propertiesOf, type SmallAlarm, type SmallState } from './small-alarm';
import { SmallLog } from './small-log';
import { TokenBucket } from './token-bucket';

/**
 * Calls a second that CloudWatch takes from one account in one region.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const callsPerSecond: Readonly<Record<string, number>> = {
  DescribeAlarms: 9,
  DescribeAlarmHistory: 20,
  GetMetricData: 50,
  FilterLogEvents: 10,
};

/** Seconds before the load, as AWS counts them, from which on there are data points. */
const quietSeconds = 1_800;

export const account = '111111111111';

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly Period?: number;
  readonly MetricStat?: {
    readonly Period: number;
    readonly Metric: Metric;
  };
}

/** Alarms and metrics of one account: as much as gates ask for, at AWS's pace by a faster clock, within its quotas. */
export class SmallCloudWatch {
  alarms: SmallAlarm[] = [];
  /** What has data points: `namespace metric`, or an expression. */
  readonly courses = new Map<string, Course>();
  /** How often an action is refused before it is answered again. */
  readonly refused = new Map<string, { times: number; type: string }>();
  /** What changed besides, for a history that the courses can't tell. */
  readonly furtherHistory: Record<string, unknown>[] = [];
  readonly log = new SmallLog();
  /** Changes an answer before it is sent. */
  spoil: (action: string, answer: Record<string, unknown>) => Record<string, unknown> = (_, answer) => answer;
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(
    /** When the load began. */
    readonly startedAt: Date,
    readonly clockFactor: number,
  ) {}

  /** Answers an action as the SDK's client expects it. */
  answer(action: string, input: Record<string, unknown>, region: string): Record<string, unknown> {
    const refusal = this.refused.get(action);
    if (refusal && refusal.times > 0) {
      refusal.times -= 1;
      return { __type: refusal.type, message: 'planted' };
    }
    const key = `${region} ${action}`;
    const bucket = this.buckets.get(key) ?? new TokenBucket(callsPerSecond[action] ?? 50);
    this.buckets.set(key, bucket);
    if (!bucket.take()) return { __type: 'ThrottlingException', message: 'Rate exceeded' };
    if (action === 'DescribeAlarms') return this.spoil(action, this.describe(input, region));
    if (action === 'DescribeAlarmHistory') return this.spoil(action, this.history(input, region));
    if (action === 'FilterLogEvents') return this.log.answer(input);
    return this.spoil(action, this.data(input));
  }

  private describe(input: Record<string, unknown>, region: string): Record<string, unknown> {
    const names = input.AlarmNames as string[] | undefined;
    const prefix = (input.AlarmNamePrefix as string | undefined) ?? '';
    const found = this.alarms.filter(
      ({ name, region: its }) => its === region && name.startsWith(prefix) && (!names || names.includes(name)),
    );
    return { MetricAlarms: found.map((alarm) => this.described(alarm)) };
  }

  private described(alarm: SmallAlarm): Record<string, unknown> {
    const changes = this.changes(alarm);
    return {
      AlarmName: alarm.name,
      AlarmArn: `arn:aws:cloudwatch:${alarm.region}:${account}:alarm:${alarm.name}`,
      StateValue: changes.at(-1)?.to ?? ('OK' satisfies SmallState),
      StateReason: 'judged by its data points',
      ...propertiesOf(alarm),
      AlarmConfigurationUpdatedTimestamp: alarm.configuredAt && alarm.configuredAt.getTime() / 1000,
      EvaluationState: alarm.evaluationState,
    };
  }

  private history(input: Record<string, unknown>, region: string): Record<string, unknown> {
    const [from, to] = [Number(input.StartDate), Number(input.EndDate)];
    const items = this.alarms
      .filter((alarm) => alarm.region === region && (!input.AlarmName || alarm.name === input.AlarmName))
      .flatMap((alarm) =>
        this.changes(alarm).map((change) => ({
          AlarmName: alarm.name,
          Timestamp: this.timeOf(change.atSeconds),
          HistoryItemType: 'StateUpdate',
          HistoryData: JSON.stringify({ oldState: { stateValue: change.from }, newState: { stateValue: change.to } }),
        })),
      );
    const all = [...items, ...this.furtherHistory].filter(
      ({ Timestamp: at }) => Number(at) >= from && Number(at) <= to,
    );
    return { AlarmHistoryItems: all.sort((a, b) => Number(a.Timestamp) - Number(b.Timestamp)) };
  }

  private data(input: Record<string, unknown>): Record<string, unknown> {
    const [from, to] = [Number(input.StartTime), Number(input.EndTime)];
    const results = (input.MetricDataQueries as Query[]).map(({ Id, Expression, Period = 60, MetricStat: stat }) => {
      const course = stat ? this.courseOf(stat.Metric) : this.courses.get(Expression ?? '');
      const points = course ? this.points(course, stat?.Period ?? Period, from, to) : [];
      return {
        Id,
        Timestamps: points.map(([at]) => at),
        Values: points.map(([, value]) => value),
        StatusCode: 'Complete',
      };
    });
    return { MetricDataResults: results };
  }

  private points(course: Course, period: number, from: number, to: number): [number, number][] {
    const found: [number, number][] = [];
    for (let at = Math.ceil(from / period) * period; at < to; at += period) {
      const value = course(this.secondsOf(at));
      if (value !== undefined && this.secondsOf(at) <= this.now()) found.push([at, value]);
    }
    return found;
  }

  private courseOf({ Namespace, MetricName }: Metric): Course | undefined {
    return this.courses.get(`${Namespace} ${MetricName}`);
  }

  private changes(alarm: SmallAlarm) {
    const watched = alarm.expression?.text ?? `${alarm.namespace} ${alarm.metric}`;
    return changesOf(alarm, this.courses.get(watched) ?? (() => undefined), -quietSeconds, this.now());
  }

  private now(): number {
    return this.secondsOf(Date.now() / 1000);
  }

  /** Seconds since the load began, as AWS counts them, of a time in seconds. */
  private secondsOf(time: number): number {
    return (time - this.startedAt.getTime() / 1000) * this.clockFactor;
  }

  private timeOf(seconds: number): number {
    return this.startedAt.getTime() / 1000 + seconds / this.clockFactor;
  }
}
