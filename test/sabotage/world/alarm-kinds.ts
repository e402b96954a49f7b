import { alarmProperties, alarmSettings } from '../../../contracts/alarm-settings';
import type { DeclaredAlarm } from '../../../contracts/manifest';

type Kind = readonly [name: string, metric: readonly [namespace: string, name: string], dimension: string];

/** One alarm of each kind that every environment has, by its name's end. */
const kinds: readonly Kind[] = [
  ['database-connections', ['AWS/RDS', 'DatabaseConnections'], 'DBClusterIdentifier'],
  ['database-cpu', ['AWS/RDS', 'CPUUtilization'], 'DBClusterIdentifier'],
  ['database-capacity', ['AWS/RDS', 'ACUUtilization'], 'DBClusterIdentifier'],
  ['unhealthy-targets', ['AWS/ApplicationELB', 'UnHealthyHostCount'], 'TargetGroup'],
  ['load-balancer-server-errors', ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count'], 'LoadBalancer'],
  ['response-time', ['AWS/ApplicationELB', 'TargetResponseTime'], 'TargetGroup'],
  ['cpu', ['AWS/ECS', 'CPUUtilization'], 'ServiceName'],
  ['memory', ['AWS/ECS', 'MemoryUtilization'], 'ServiceName'],
  ['api-client-errors', ['AWS/ApiGateway', '4XXError'], 'ApiName'],
  ['api-server-errors', ['AWS/ApiGateway', '5XXError'], 'ApiName'],
  ['cloudfront-server-errors', ['AWS/CloudFront', '5xxErrorRate'], 'DistributionId'],
];

/** They are, for one resource of each type. */
export function alarmsOfEachKind(): DeclaredAlarm[] {
  return kinds.map(([name, [namespace, metric], dimension]) => ({
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
        Dimensions: [{ Name: dimension, Value: '{{Dev-Any.One}}' }],
        Period: 60,
        EvaluationPeriods: 3,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    ),
  }));
}
