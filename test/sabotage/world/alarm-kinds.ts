import { alarmProperties, alarmSettings } from '../../../contracts/alarm-settings';
import type { DeclaredAlarm } from '../../../contracts/manifest';

type Kind = readonly [
  name: string,
  metric: readonly [namespace: string, name: string],
  dimensions: readonly string[],
  threshold: number,
  statistic?: string,
];

const targets = ['TargetGroup', 'LoadBalancer'];
const service = ['ServiceName', 'ClusterName'];

/** One alarm of each kind that every environment has, by its name's end. */
const kinds: readonly Kind[] = [
  ['database-connections', ['AWS/RDS', 'DatabaseConnections'], ['DBClusterIdentifier'], 80],
  ['database-cpu', ['AWS/RDS', 'CPUUtilization'], ['DBClusterIdentifier'], 90],
  ['database-capacity', ['AWS/RDS', 'ACUUtilization'], ['DBClusterIdentifier'], 95],
  ['unhealthy-targets', ['AWS/ApplicationELB', 'UnHealthyHostCount'], targets, 1],
  ['load-balancer-server-errors', ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count'], ['LoadBalancer'], 25, 'Sum'],
  ['response-time', ['AWS/ApplicationELB', 'TargetResponseTime'], targets, 1, 'p95'],
  ['cpu', ['AWS/ECS', 'CPUUtilization'], service, 95],
  ['memory', ['AWS/ECS', 'MemoryUtilization'], service, 95],
  ['api-client-errors', ['AWS/ApiGateway', '4XXError'], ['ApiName'], 0.25],
  ['api-server-errors', ['AWS/ApiGateway', '5XXError'], ['ApiName'], 0.05],
  ['cloudfront-server-errors', ['AWS/CloudFront', '5xxErrorRate'], ['DistributionId', 'Region'], 5],
];

/** They are, for one resource of each type. */
export function alarmsOfEachKind(): DeclaredAlarm[] {
  return kinds.map(([name, [namespace, metric], dimensions, threshold, statistic = 'Average']) => ({
    name: `tap-dev-${name}`,
    region: 'us-east-1',
    part: 'always',
    feed: 'watch',
    periodSeconds: 60,
    datapointsToAlarm: 2,
    windowSeconds: 180,
    settings: alarmSettings(
      alarmProperties.parse({
        Namespace: namespace,
        MetricName: metric,
        Dimensions: dimensions.map((Name) => ({ Name, Value: `{{Dev-Any.${Name}}}` })),
        Statistic: statistic,
        Period: 60,
        EvaluationPeriods: 3,
        Threshold: threshold,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: ['{{Dev-Observability.Critical}}'],
      }),
    ),
  }));
}
