import { alarmProperties, alarmSettings } from '../../contracts/alarm-settings';

const plain = {
  Namespace: 'AWS/RDS',
  MetricName: 'CPUUtilization',
  Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'shop' }],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 0.05,
  ComparisonOperator: 'GreaterThanThreshold',
};
const settingsOf = (changes: object) => alarmSettings(alarmProperties.parse({ ...plain, ...changes }));

test('the settings of an alarm are all that decides when it fires and whom it tells, with the defaults of AWS', () => {
  expect(settingsOf({})).toEqual({
    metric: 'AWS/RDS CPUUtilization',
    'dimension DBClusterIdentifier': 'shop',
    statistic: 'Average',
    period: '60 s',
    threshold: '0.05',
    comparison: 'GreaterThanThreshold',
    'data points to alarm': '3 of 3',
    'missing data': 'missing',
    'few samples': 'evaluate',
    'actions enabled': 'true',
  });
});

test('the settings of metric math are those of each metric and expression in it', () => {
  const Metric = { Namespace: 'AWS/X', MetricName: 'Errors', Dimensions: [{ Name: 'Id', Value: '1' }] };
  const settings = settingsOf({
    MetricName: undefined,
    Metrics: [
      { Id: 'rate', Expression: 'e * 2', Period: 300 },
      { Id: 'e', AccountId: '2', MetricStat: { Metric, Period: 300, Stat: 'p95', Unit: 'Count' }, ReturnData: false },
    ],
  });
  expect(settings).toMatchObject({
    'expression of rate': 'e * 2',
    'period of rate': '300 s',
    'judged of rate': 'true',
    'metric of e': 'AWS/X Errors',
    'dimension Id of e': '1',
    'statistic of e': 'p95',
    'period of e': '300 s',
    'unit of e': 'Count',
    'account of e': '2',
    'judged of e': 'false',
  });
  expect(settings).not.toHaveProperty('metric');
});

test.each<[string, object]>([
  ['namespace', { Namespace: 'AWS/EC2' }],
  ['metric', { MetricName: 'CPUutilization' }],
  ['dimension', { Dimensions: [{ Name: 'DBClusterIdentifier', Value: 'other' }] }],
  ['missing dimension', { Dimensions: [] }],
  ['statistic', { Statistic: 'Minimum' }],
  ['percentile', { ExtendedStatistic: 'p50' }],
  ['unit', { Unit: 'Bytes' }],
  ['period', { Period: 3600 }],
  ['threshold', { Threshold: 0.5 }],
  ['metric for a threshold', { ThresholdMetricId: 'band' }],
  ['comparison', { ComparisonOperator: 'LessThanThreshold' }],
  ['number of periods', { EvaluationPeriods: 5 }],
  ['number of data points', { DatapointsToAlarm: 1 }],
  ['treatment of missing data', { TreatMissingData: 'ignore' }],
  ['treatment of few samples', { EvaluateLowSampleCountPercentile: 'ignore' }],
  ['switch of actions', { ActionsEnabled: false }],
  ['ALARM action', { AlarmActions: ['a'] }],
  ['OK action', { OKActions: ['a'] }],
  ['INSUFFICIENT_DATA action', { InsufficientDataActions: ['a'] }],
])('another %s is another setting', (_what, changes) => {
  expect(settingsOf(changes)).not.toEqual(settingsOf({}));
});
