import { CodedError } from '@delivery/coded-error';
import type { DeclaredAlarm, EnvironmentManifest } from '../../contracts/manifest';
import { type AlarmSubject, flawOf } from './alarm-flaw';
import type { AssemblyStack } from './assembly';

/** What an alarm must watch at every resource of a type, in every environment. */
interface Kind extends AlarmSubject {
  readonly name: string;
  /** Type of the resources. */
  readonly type: string;
  /** A load may fire it on purpose, so that it counts only after the load. @default - it counts from the load's begin */
  readonly capacity?: true;
  /** Only a journey that reaches a service feeds it, and not every one does. @default - the gates do, whatever the journey */
  readonly byJourney?: true;
}

/** Resources, with the dimensions of their metrics; the first one names a resource. */
const cluster = { type: 'AWS::RDS::DBCluster', dimensions: ['DBClusterIdentifier'] };
const balancer = { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', dimensions: ['LoadBalancer'] };
const targets = { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', dimensions: ['TargetGroup', 'LoadBalancer'] };
const service = { type: 'AWS::ECS::Service', dimensions: ['ServiceName', 'ClusterName'] };
const api = { type: 'AWS::ApiGateway::RestApi', dimensions: ['ApiName'] };
const distribution = { type: 'AWS::CloudFront::Distribution', dimensions: ['DistributionId', 'Region'] };

const level = /^(Average|Maximum|p\d+(\.\d+)?)$/;
const percent = { statistics: level, most: 100 };
/** API Gateway's errors average to a share of the requests. */
const share = { statistics: /^Average$/, most: 1 };

/**
 * Without one of these a gate would say of an environment that nothing fires, and nothing would have looked there. What is no
 * percentage has for its most what the service has:
 * [connections](https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Performance.html#AuroraMySQL.Managing.MaxConnections),
 * [targets](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html),
 * seconds that the load balancer waits, and errors in a period that no load here comes to.
 */
const kinds: readonly Kind[] = [
  { name: 'database connections', metric: 'AWS/RDS DatabaseConnections', ...cluster, statistics: level, most: 16_000 },
  { name: 'database CPU', metric: 'AWS/RDS CPUUtilization', ...cluster, ...percent, capacity: true },
  { name: 'database capacity', metric: 'AWS/RDS ACUUtilization', ...cluster, ...percent, capacity: true },
  {
    name: 'unhealthy targets',
    metric: 'AWS/ApplicationELB UnHealthyHostCount',
    ...targets,
    statistics: level,
    most: 1_000,
  },
  {
    name: 'load balancer 5xx',
    metric: 'AWS/ApplicationELB HTTPCode_ELB_5XX_Count',
    ...balancer,
    statistics: /^Sum$/,
    most: 10_000,
  },
  {
    name: 'response time',
    metric: 'AWS/ApplicationELB TargetResponseTime',
    ...targets,
    statistics: level,
    most: 60,
    byJourney: true,
  },
  { name: 'ECS CPU', metric: 'AWS/ECS CPUUtilization', ...service, ...percent, capacity: true },
  { name: 'ECS memory', metric: 'AWS/ECS MemoryUtilization', ...service, ...percent, capacity: true },
  { name: 'API 4xx', metric: 'AWS/ApiGateway 4XXError', ...api, ...share },
  { name: 'API 5xx', metric: 'AWS/ApiGateway 5XXError', ...api, ...share },
  { name: 'CloudFront 5xx', metric: 'AWS/CloudFront 5xxErrorRate', ...distribution, ...percent },
];

/**
 * That every environment has an alarm of each kind that counts at its gate, for each resource that it is about, that can
 * fire and tells somebody, and that one of a kind at least is asked for data: silence alone is no good news.
 *
 * @param stacks those that the manifests are made from
 * @throws CodedError TAP2074 naming the kind, how many resources are watched, and the alarms of the kind that don't count
 */
export function requireAlarmKinds(
  manifests: readonly Pick<EnvironmentManifest, 'environment' | 'alarms'>[],
  stacks: readonly Pick<AssemblyStack, 'stage' | 'template'>[],
): void {
  for (const { environment, alarms } of manifests) {
    const own = stacks.filter(({ stage }) => stage === environment);
    for (const kind of kinds) {
      const problem = problemOf(kind, alarms, resourcesOf(kind, own));
      if (problem !== undefined) throw new CodedError('TAP2074', `${environment}: ${kind.name}: ${problem}`);
    }
  }
}

function problemOf(kind: Kind, alarms: readonly DeclaredAlarm[], resources: number): string | undefined {
  const { type, metric, dimensions, capacity, byJourney } = kind;
  const parts: readonly DeclaredAlarm['part'][] = capacity ? ['always', 'after the load'] : ['always'];
  const ofKind = alarms.filter(({ settings }) => valuesOf(settings, 'metric').includes(metric));
  const flaw = (alarm: DeclaredAlarm) => (parts.includes(alarm.part) ? flawOf(kind, alarm) : `is "${alarm.part}"`);
  const counting = ofKind.filter((alarm) => flaw(alarm) === undefined);
  const watched = new Set(counting.flatMap(({ settings }) => valuesOf(settings, `dimension ${dimensions[0]}`))).size;
  // Also where there is no such resource: then something else has to say whether this is well.
  const needed = Math.max(1, resources);
  if (watched < needed) {
    const others = ofKind.filter((alarm) => !counting.includes(alarm)).map((alarm) => `${alarm.name} ${flaw(alarm)}`);
    const found = others.length > 0 ? others.join(', ') : 'no other alarm looks at it';
    const allowed = parts.map((part) => `"${part}"`).join(' or ');
    return `${watched} of ${needed} ${type} have an alarm on ${metric} with part ${allowed}; ${found}`;
  }
  if (byJourney || counting.some(({ feed }) => feed !== 'none')) return undefined;
  return `no alarm on ${metric} is asked for data (feed "load" or "watch"), so its silence would be taken for good`;
}

function resourcesOf({ type }: Kind, stacks: readonly Pick<AssemblyStack, 'template'>[]): number {
  return stacks.flatMap(({ template }) => Object.values(template.Resources)).filter(({ Type }) => Type === type).length;
}

/** A setting's values: of an alarm's one metric, or of each that its expression is made of. */
function valuesOf(settings: DeclaredAlarm['settings'], setting: string): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    name === setting || name.startsWith(`${setting} of `) ? value : [],
  );
}
