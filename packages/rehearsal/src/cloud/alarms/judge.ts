export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export const comparisons = {
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const;

export type Comparison = keyof typeof comparisons;

export interface Judgement {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missingData: MissingData;
}

/**
 * How many periods more than its evaluation periods an alarm looks at. CloudWatch documents that it looks at more, not how
 * many; its examples have five for three.
 */
export const morePeriods = 2;

/**
 * The state that data points bring about, by the rules of "Configuring how CloudWatch alarms treat missing data"
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html).
 *
 * @param points values of the evaluation range, oldest first, nothing where a period has no data
 * @param before the state until now, which `ignore` may keep
 */
export function judge(points: readonly (number | undefined)[], alarm: Judgement, before: AlarmState): AlarmState {
  const { evaluationPeriods: n, datapointsToAlarm: m, missingData } = alarm;
  const breaches = comparisons[alarm.comparison];
  const isBreaching = (value: number) => breaches(value, alarm.threshold);
  const existing = points.filter((value): value is number => value !== undefined);

  if (existing.length === 0) return withoutData(missingData, before);
  // With enough data in the range, the newest count, and what is missing between them doesn't.
  const newest = existing.slice(-n);
  const breaching = newest.filter(isBreaching).length;
  if (breaching >= m) return 'ALARM';
  if (newest.length === n) return 'OK';

  const missing = n - newest.length;
  if (missingData === 'breaching') return breaching + missing >= m ? 'ALARM' : 'OK';
  if (missingData === 'notBreaching' || breaching < newest.length) return 'OK';
  // Only breaching data, too little of it.
  if (missingData === 'ignore') return before;
  // To ALARM nevertheless, if the oldest of it is old enough that the alarm had its chance to see better data since.
  const oldestAge = points.length - points.findIndex((value) => value !== undefined);
  return oldestAge >= m ? 'ALARM' : 'OK';
}

function withoutData(missingData: MissingData, before: AlarmState): AlarmState {
  switch (missingData) {
    case 'breaching':
      return 'ALARM';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return before;
    case 'missing':
      return 'INSUFFICIENT_DATA';
  }
}
