import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { AlarmsConfiguration } from '../config';
import type { AlarmBoard } from './alarm-board';

type Thresholds = AlarmsConfiguration['thresholds'];

/** Why the load test may fire an alarm of capacity. */
const scales = 'The load test drives the capacity up on purpose';

/** Connections, processor and capacity of a serverless cluster. */
export function watchDatabase(board: AlarmBoard, cluster: rds.DatabaseCluster, thresholds: Thresholds): void {
  const { period } = board;
  board.trend(
    {
      name: 'database-connections',
      metric: cluster.metricDatabaseConnections({ period, statistic: 'Maximum' }),
      means: 'The database runs out of connections.',
      runbook: 'database',
      gate: { part: 'always', feed: 'load' },
    },
    thresholds.databaseConnections,
  );
  board.trend(
    {
      name: 'database-cpu',
      metric: cluster.metricCPUUtilization({ period }),
      means: 'The database computes close to its limit (percent).',
      runbook: 'database',
      gate: { part: 'after the load', reason: scales, feed: 'watch' },
    },
    thresholds.databaseCpuPercent,
  );
  board.trend(
    {
      name: 'database-capacity',
      metric: cluster.metricACUUtilization({ period }),
      means: 'The database is close to its largest capacity (percent of the maximum ACU).',
      runbook: 'database',
      gate: { part: 'after the load', reason: scales, feed: 'watch' },
    },
    thresholds.databaseCapacityPercent,
  );
}

/**
 * Share of the proxy's connections that are lent out.
 * Dimensions: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html
 */
export function watchProxy(board: AlarmBoard, proxy: rds.DatabaseProxy, thresholds: Thresholds): void {
  const metric = (metricName: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/RDS',
      metricName,
      dimensionsMap: { ProxyName: proxy.dbProxyName, TargetGroup: 'default', TargetRole: 'READ_WRITE' },
      statistic: 'Maximum',
      period: board.period,
    });
  board.trend(
    {
      name: 'proxy-pressure',
      metric: new cloudwatch.MathExpression({
        expression: '100 * borrowed / allowed',
        usingMetrics: {
          borrowed: metric('DatabaseConnectionsCurrentlyBorrowed'),
          allowed: metric('MaxDatabaseConnectionsAllowed'),
        },
        label: 'Lent connections (percent)',
        period: board.period,
      }),
      means: "The database proxy's connections are nearly all lent out, so requests will wait.",
      runbook: 'database',
      gate: { part: 'always', feed: 'watch' },
    },
    thresholds.proxyPressurePercent,
  );
}
