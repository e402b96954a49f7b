import { CodedError } from '@delivery/coded-error';
import type { DeclaredAlarm, EnvironmentManifest } from '../../contracts/manifest';
import type { AssemblyStack } from './assembly';

/** What an alarm must watch at every resource of a type, in every environment. */
interface Kind {
  readonly name: string;
  /** Namespace and name. */
  readonly metric: string;
  /** Type of the resources, and the dimension of the metric that names one of them. */
  readonly of: readonly [type: string, dimension: string];
  /** A load may fire it on purpose, so that it counts only after the load. @default - it counts from the load's begin */
  readonly capacity?: true;
  /** Only a journey that reaches a service feeds it, and not every one does. @default - the gates do, whatever the journey */
  readonly byJourney?: true;
}

const cluster = ['AWS::RDS::DBCluster', 'DBClusterIdentifier'] as const;
const balancer = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancer'] as const;
const targets = ['AWS::ElasticLoadBalancingV2::TargetGroup', 'TargetGroup'] as const;
const service = ['AWS::ECS::Service', 'ServiceName'] as const;
const api = ['AWS::ApiGateway::RestApi', 'ApiName'] as const;
const distribution = ['AWS::CloudFront::Distribution', 'DistributionId'] as const;

/** Without one of these a gate would say of an environment that nothing fires, and nothing would have looked there. */
const kinds: readonly Kind[] = [
  { name: 'database connections', metric: 'AWS/RDS DatabaseConnections', of: cluster },
  { name: 'database CPU', metric: 'AWS/RDS CPUUtilization', of: cluster, capacity: true },
  { name: 'database capacity', metric: 'AWS/RDS ACUUtilization', of: cluster, capacity: true },
  { name: 'unhealthy targets', metric: 'AWS/ApplicationELB UnHealthyHostCount', of: targets },
  { name: 'load balancer 5xx', metric: 'AWS/ApplicationELB HTTPCode_ELB_5XX_Count', of: balancer },
  { name: 'response time', metric: 'AWS/ApplicationELB TargetResponseTime', of: targets, byJourney: true },
  { name: 'ECS CPU', metric: 'AWS/ECS CPUUtilization', of: service, capacity: true },
  { name: 'ECS memory', metric: 'AWS/ECS MemoryUtilization', of: service, capacity: true },
  { name: 'API 4xx', metric: 'AWS/ApiGateway 4XXError', of: api },
  { name: 'API 5xx', metric: 'AWS/ApiGateway 5XXError', of: api },
  { name: 'CloudFront 5xx', metric: 'AWS/CloudFront 5xxErrorRate', of: distribution },
];

/**
 * That every environment has an alarm of each kind that counts at its gate, for each resource that it is about, and that one
 * of a kind at least is asked for data: silence alone is no good news.
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
  const { metric, of, capacity, byJourney } = kind;
  const [type] = of;
  const parts = capacity ? ['always', 'after the load'] : ['always'];
  const ofKind = alarms.filter(({ settings }) => valuesOf(settings, 'metric').includes(metric));
  const counting = ofKind.filter(({ part }) => parts.includes(part));
  const watched = new Set(counting.flatMap(({ settings }) => valuesOf(settings, `dimension ${of[1]}`))).size;
  // Also where there is no such resource: then something else has to say whether this is well.
  const needed = Math.max(1, resources);
  if (watched < needed) {
    const others = ofKind.filter((alarm) => !counting.includes(alarm)).map(({ name, part }) => `${name} is "${part}"`);
    const found = others.length > 0 ? others.join(', ') : 'no other alarm looks at it';
    const allowed = parts.map((part) => `"${part}"`).join(' or ');
    return `${watched} of ${needed} ${type} have an alarm on ${metric} with part ${allowed}; ${found}`;
  }
  if (byJourney || counting.some(({ feed }) => feed !== 'none')) return undefined;
  return `no alarm on ${metric} is asked for data (feed "load" or "watch"), so its silence would be taken for good`;
}

function resourcesOf({ of: [type] }: Kind, stacks: readonly Pick<AssemblyStack, 'template'>[]): number {
  return stacks.flatMap(({ template }) => Object.values(template.Resources)).filter(({ Type }) => Type === type).length;
}

/** A setting's values: of an alarm's one metric, or of each that its expression is made of. */
function valuesOf(settings: DeclaredAlarm['settings'], setting: string): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    name === setting || name.startsWith(`${setting} of `) ? value : [],
  );
}
