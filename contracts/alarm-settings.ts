import { z } from 'zod';

const metric = z.looseObject({
  Namespace: z.string().nullish(),
  MetricName: z.string().nullish(),
  Dimensions: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).nullish(),
});

const metricQuery = z.looseObject({
  Id: z.string(),
  Expression: z.string().nullish(),
  Period: z.number().positive().nullish(),
  ReturnData: z.boolean().nullish(),
  AccountId: z.string().nullish(),
  MetricStat: z
    .looseObject({ Metric: metric, Period: z.number().positive(), Stat: z.string(), Unit: z.string().nullish() })
    .nullish(),
});

const actions = z.array(z.string()).nullish();

/**
 * What an alarm is, in the words that `AWS::CloudWatch::Alarm` and DescribeAlarms share.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
 */
export const alarmProperties = metric.extend({
  Statistic: z.string().nullish(),
  ExtendedStatistic: z.string().nullish(),
  Unit: z.string().nullish(),
  /** Seconds; absent where the alarm's metric is an expression. */
  Period: z.number().positive().nullish(),
  Metrics: z.array(metricQuery).nullish(),
  EvaluationPeriods: z.number().int().positive(),
  DatapointsToAlarm: z.number().int().positive().nullish(),
  Threshold: z.number().nullish(),
  ThresholdMetricId: z.string().nullish(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string().nullish(),
  EvaluateLowSampleCountPercentile: z.string().nullish(),
  ActionsEnabled: z.boolean().nullish(),
  AlarmActions: actions,
  OKActions: actions,
  InsufficientDataActions: actions,
});

export type AlarmProperties = z.infer<typeof alarmProperties>;

/** Everything that decides when an alarm fires and whom it tells, by what a person calls it, for example `period`: `60 s`. */
export type AlarmSettings = Readonly<Record<string, string>>;

/** The same for an alarm as synthesized and as found, so that one can be held against the other. What is left out has its default. */
export function alarmSettings(alarm: AlarmProperties): AlarmSettings {
  const queries = alarm.Metrics ?? [];
  const watched =
    queries.length > 0
      ? queries.flatMap((query) => querySettings(query))
      : statSettings({
          Metric: alarm,
          Stat: alarm.ExtendedStatistic ?? alarm.Statistic,
          Period: alarm.Period,
          Unit: alarm.Unit,
        });
  return Object.fromEntries([
    ...watched,
    ...given('threshold', alarm.Threshold),
    ...given('threshold metric', alarm.ThresholdMetricId),
    ['comparison', alarm.ComparisonOperator],
    ['data points to alarm', `${alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods} of ${alarm.EvaluationPeriods}`],
    ['missing data', alarm.TreatMissingData ?? 'missing'],
    ['few samples', alarm.EvaluateLowSampleCountPercentile ?? 'evaluate'],
    ['actions enabled', String(alarm.ActionsEnabled ?? true)],
    ...numbered('ALARM action', alarm.AlarmActions),
    ...numbered('OK action', alarm.OKActions),
    ...numbered('INSUFFICIENT_DATA action', alarm.InsufficientDataActions),
  ]);
}

type Setting = readonly [name: string, value: string];

interface Stat {
  readonly Metric: z.infer<typeof metric>;
  readonly Stat: string | null | undefined;
  readonly Period: number | null | undefined;
  readonly Unit?: string | null | undefined;
}

function querySettings({ Id, Expression, Period, ReturnData, AccountId, MetricStat }: z.infer<typeof metricQuery>) {
  const of = ` of ${Id}`;
  return [
    ...given(`expression${of}`, Expression),
    ...(MetricStat ? statSettings(MetricStat, of) : seconds(`period${of}`, Period)),
    ...given(`account${of}`, AccountId),
    [`judged${of}`, String(ReturnData ?? true)] as const,
  ];
}

function statSettings({ Metric, Stat, Period, Unit }: Stat, of = ''): Setting[] {
  return [
    ...given(`metric${of}`, Metric.MetricName && `${Metric.Namespace} ${Metric.MetricName}`),
    ...(Metric.Dimensions ?? []).map(({ Name, Value }): Setting => [`dimension ${Name}${of}`, Value]),
    ...given(`statistic${of}`, Stat),
    ...seconds(`period${of}`, Period),
    ...given(`unit${of}`, Unit),
  ];
}

function given(name: string, value: string | number | null | undefined): Setting[] {
  return value === undefined || value === null ? [] : [[name, String(value)]];
}

function seconds(name: string, period: number | null | undefined): Setting[] {
  return period ? [[name, `${period} s`]] : [];
}

function numbered(name: string, values: readonly string[] | null | undefined): Setting[] {
  return (values ?? []).map((value, index) => [`${name} ${index + 1}`, value]);
}
