import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmsConfiguration } from '../config';
import type { AlarmBoard } from './alarm-board';

/**
 * KMS throttles an account that calls too often, and tells nobody: the calls are held against the account's quota.
 * https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
export function watchKeyQuota(board: AlarmBoard, thresholds: AlarmsConfiguration['thresholds']): void {
  const { period } = board;
  const calls = new cloudwatch.Metric({
    namespace: 'AWS/Usage',
    metricName: 'CallCount',
    dimensionsMap: { Service: 'KMS', Type: 'API', Class: 'None', Resource: 'CryptographicOperationsSymmetric' },
    statistic: 'Sum',
    period,
  });
  board.trend(
    {
      name: 'key-throttling',
      metric: new cloudwatch.MathExpression({
        // The quota counts requests a second, the metric those of a period.
        expression: `100 * (calls / ${period.toSeconds()}) / SERVICE_QUOTA(calls)`,
        usingMetrics: { calls },
        label: 'Used KMS quota (percent)',
        period,
      }),
      means: "The account's calls of KMS come close to its quota, beyond which they are throttled.",
      runbook: 'key',
      gate: { part: 'never', reason: 'Everything in the account counts, not this environment alone', feed: 'none' },
    },
    thresholds.keyQuotaPercent,
  );
}
