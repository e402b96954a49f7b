import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { AlarmGateMetadata } from '../../contracts/manifest';
import type { AlarmsConfiguration, Trend } from '../config';
import type { AlarmBoard } from './alarm-board';
import type { ShopService } from './shop-service';

type Thresholds = AlarmsConfiguration['thresholds'];

/** How long Container Insights may take until it counts the tasks of a new service; usually a few minutes. */
const firstCount = Duration.minutes(15);

/** CloudWatch counts response times in seconds. */
const inSeconds = ({ warning, critical }: Trend): Trend => ({ warning: warning / 1000, critical: critical / 1000 });

export interface WatchedService {
  /** Beginning of the alarms' names. */
  readonly name: string;
  readonly shop: ShopService;
  readonly thresholds: Thresholds;
  /** Journey of the gates' load: where it reaches the service, the service's traffic must show it. */
  readonly journey: string;
}

/** Tasks and targets of one service. */
export function watchService(board: AlarmBoard, { name, shop, thresholds, journey }: WatchedService): void {
  const { period } = board;
  const { service, targetGroup } = shop;
  const scales = 'The load test makes the service scale on purpose';
  const reached: Pick<AlarmGateMetadata, 'feed' | 'reason'> = shop.journeys.includes(journey)
    ? { feed: 'load' }
    : { feed: 'none', reason: `The load's journey, ${journey}, does not reach the ${name} service` };
  board.trend(
    {
      name: `${name}-cpu`,
      metric: service.metricCpuUtilization({ period }),
      means: `The ${name} tasks compute close to their limit (percent) although they should have scaled.`,
      runbook: 'service',
      gate: { part: 'after the load', reason: scales, feed: 'watch' },
    },
    thresholds.serviceCpuPercent,
  );
  board.trend(
    {
      name: `${name}-memory`,
      metric: service.metricMemoryUtilization({ period }),
      means: `The ${name} tasks are close to their memory limit (percent).`,
      runbook: 'service',
      gate: { part: 'after the load', reason: scales, feed: 'watch' },
    },
    thresholds.serviceMemoryPercent,
  );
  board.critical(
    {
      name: `${name}-no-running-tasks`,
      metric: new cloudwatch.Metric({
        namespace: 'ECS/ContainerInsights',
        metricName: 'RunningTaskCount',
        dimensionsMap: { ClusterName: service.cluster.clusterName, ServiceName: service.serviceName },
        statistic: 'Minimum',
        period,
      }),
      means: `No task of the ${name} service is running, or nobody counts them any more.`,
      runbook: 'service',
      gate: { part: 'always', feed: 'watch' },
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      missing: cloudwatch.TreatMissingData.BREACHING,
      warmUp: firstCount,
    },
    1,
  );
  board.critical(
    {
      name: `${name}-unhealthy-targets`,
      metric: targetGroup.metrics.unhealthyHostCount({ period, statistic: 'Maximum' }),
      means: `The load balancer finds tasks of the ${name} service unhealthy.`,
      runbook: 'service',
      gate: { part: 'always', feed: 'watch' },
    },
    1,
  );
  board.trend(
    {
      name: `${name}-response-time`,
      metric: targetGroup.metrics.targetResponseTime({ period, statistic: 'p95' }),
      means: `The ${name} service answers slowly (95th percentile, seconds).`,
      runbook: 'service',
      requests: targetGroup.metrics.requestCount({ period }),
      gate: { part: 'always', ...reached },
    },
    inSeconds(thresholds.responseTimeP95Ms),
  );
  board.trend(
    {
      name: `${name}-server-errors`,
      metric: targetGroup.metrics.httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT, { period }),
      means: `The ${name} service answers with errors (status 5xx).`,
      runbook: 'service',
      gate: { part: 'always', ...reached, fedBy: { HTTPCode_Target_5XX_Count: 'RequestCount' } },
    },
    thresholds.loadBalancerServerErrors,
  );
}

/** What the load balancer itself could not answer. */
export function watchLoadBalancer(board: AlarmBoard, alb: elb.ApplicationLoadBalancer, thresholds: Thresholds): void {
  board.trend(
    {
      name: 'load-balancer-server-errors',
      metric: alb.metrics.httpCodeElb(elb.HttpCodeElb.ELB_5XX_COUNT, { period: board.period }),
      means: 'The load balancer answers with errors of its own (status 5xx): no healthy target, or none in time.',
      runbook: 'service',
      gate: { part: 'always', feed: 'load', fedBy: { HTTPCode_ELB_5XX_Count: 'RequestCount' } },
    },
    thresholds.loadBalancerServerErrors,
  );
}
