import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmsConfiguration, Trend } from '../config';
import type { AlarmBoard } from './alarm-board';

type Thresholds = AlarmsConfiguration['thresholds'];

/** API Gateway's error metrics average to a share of the requests. */
const asShare = ({ warning, critical }: Trend): Trend => ({ warning: warning / 100, critical: critical / 100 });

/** Error rates of the API. */
export function watchApi(board: AlarmBoard, api: apigateway.RestApi, thresholds: Thresholds): void {
  const options = { period: board.period, statistic: 'Average' };
  const requests = api.metricCount({ period: board.period });
  board.trend(
    {
      name: 'api-client-errors',
      metric: api.metricClientError(options),
      means: 'A large share of the requests to the API is refused (status 4xx): wrong use, wrong keys, or limits.',
      runbook: 'api',
      requests,
      gate: { part: 'always', feed: 'load' },
    },
    asShare(thresholds.apiClientErrorPercent),
  );
  board.trend(
    {
      name: 'api-server-errors',
      metric: api.metricServerError(options),
      means: 'A share of the requests to the API fails (status 5xx).',
      runbook: 'api',
      requests,
      gate: { part: 'always', feed: 'load' },
    },
    asShare(thresholds.apiServerErrorPercent),
  );
}

/** Error rate of the distribution. CloudFront publishes its metrics in us-east-1 alone. */
export function watchDistribution(
  board: AlarmBoard,
  distribution: cloudfront.Distribution,
  thresholds: Thresholds,
): void {
  // The construct's own metrics lack the second dimension, without which CloudWatch finds nothing.
  const metric = (metricName: string, statistic: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/CloudFront',
      metricName,
      dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
      statistic,
      period: board.period,
    });
  board.trend(
    {
      name: 'cloudfront-server-errors',
      metric: metric('5xxErrorRate', 'Average'),
      requests: metric('Requests', 'Sum'),
      means: 'A share of the requests to the site fails (status 5xx, percent).',
      runbook: 'edge',
      gate: { part: 'always', feed: 'load' },
    },
    thresholds.cloudfrontServerErrorPercent,
  );
}
