import type { Clock } from '../base/clock';
import { type Owned, read } from '../deployed/deployed-stacks';
import type { DoorRequest } from '../doors/door';
import type { LoadBalancer, LoadBalancerRequest } from '../workloads/load-balancer';
import type { TargetGroup } from '../workloads/target-group';
import type { MetricId } from './metric';
import type { MetricStore } from './metric-store';

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
const alb = 'AWS/ApplicationELB';
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
const apiNamespace = 'AWS/ApiGateway';
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
const cdn = 'AWS/CloudFront';
// Wherever the distribution's stack is: CloudFront reports there alone.
const cdnRegion = 'us-east-1';

type Dimensions = Readonly<Record<string, string>>;

/**
 * What requests say about load balancers, APIs and distributions. A request counts for as many as the clock is faster: sums
 * and sample counts are then those that AWS would see in the same time of its own.
 */
export class TrafficMetrics {
  /** Environments whose traffic is not reported; for faults. */
  readonly silenced = new Set<string>();

  constructor(
    private readonly store: MetricStore,
    private readonly clock: Clock,
  ) {}

  declareLoadBalancer(loadBalancer: LoadBalancer, targetGroups: readonly TargetGroup[]): void {
    const declare = (name: string, dimensions: Dimensions) =>
      this.store.declare(metricOf(loadBalancer.resource, alb, name, dimensions));
    declare('HTTPCode_ELB_4XX_Count', { LoadBalancer: loadBalancer.fullName });
    declare('HTTPCode_ELB_5XX_Count', { LoadBalancer: loadBalancer.fullName });
    for (const dimensions of balancerDimensions(loadBalancer, ...targetGroups)) {
      for (const name of ['RequestCount', 'TargetResponseTime']) declare(name, dimensions);
      for (const hundred of [2, 3, 4, 5]) declare(`HTTPCode_Target_${hundred}XX_Count`, dimensions);
    }
  }

  loadBalancerRequest({ loadBalancer, targetGroup, status, targetSeconds }: LoadBalancerRequest): void {
    const { resource } = loadBalancer;
    const hundred = Math.floor(status / 100);
    if (targetSeconds === undefined && hundred >= 4) {
      // Published only when there is something to count, like everything that starts with HTTPCode.
      const name = `HTTPCode_ELB_${hundred}XX_Count`;
      this.add(resource, alb, name, { LoadBalancer: loadBalancer.fullName }, 1);
    }
    if (!targetGroup || status === 503) return;
    for (const dimensions of balancerDimensions(loadBalancer, targetGroup)) {
      this.add(resource, alb, 'RequestCount', dimensions, 1);
      if (targetSeconds === undefined) continue;
      this.add(resource, alb, 'TargetResponseTime', dimensions, targetSeconds);
      this.add(resource, alb, `HTTPCode_Target_${hundred}XX_Count`, dimensions, 1);
    }
  }

  declareApi(api: Owned, stages: readonly string[]): void {
    for (const dimensions of apiDimensions(api, ...stages)) {
      for (const name of ['Count', '4XXError', '5XXError', 'Latency']) {
        this.store.declare(metricOf(api, apiNamespace, name, dimensions));
      }
    }
  }

  apiRequest({ door, status, seconds, stage }: DoorRequest & { readonly stage: string }): void {
    const api = door.resource;
    for (const dimensions of apiDimensions(api, stage)) {
      this.add(api, apiNamespace, 'Count', dimensions, 1);
      this.add(api, apiNamespace, '4XXError', dimensions, status >= 400 && status < 500 ? 1 : 0);
      this.add(api, apiNamespace, '5XXError', dimensions, status >= 500 ? 1 : 0);
      this.add(api, apiNamespace, 'Latency', dimensions, seconds * 1000);
    }
  }

  declareDistribution(distribution: Owned): void {
    for (const name of ['Requests', '4xxErrorRate', '5xxErrorRate', 'TotalErrorRate']) {
      this.store.declare(distributionMetric(distribution, name));
    }
  }

  distributionRequest({ door, status }: DoorRequest): void {
    const distribution = door.resource;
    const percent = (is: boolean) => (is ? 100 : 0);
    const values = {
      Requests: 1,
      '4xxErrorRate': percent(status >= 400 && status < 500),
      '5xxErrorRate': percent(status >= 500),
      TotalErrorRate: percent(status >= 400),
    };
    if (this.silenced.has(distribution.environment)) return;
    for (const [name, value] of Object.entries(values)) {
      this.store.record(distributionMetric(distribution, name), value, this.clock.factor);
    }
  }

  private add(resource: Owned, namespace: string, name: string, dimensions: Dimensions, value: number): void {
    if (this.silenced.has(resource.environment)) return;
    this.store.record(metricOf(resource, namespace, name, dimensions), value, this.clock.factor);
  }
}

/** A metric where the resource is. */
export function metricOf(
  resource: Pick<Owned, 'account' | 'region'>,
  namespace: string,
  name: string,
  dimensions: Dimensions,
): MetricId {
  return { account: resource.account, region: resource.region, namespace, name, dimensions };
}

function distributionMetric(distribution: Owned, name: string): MetricId {
  const dimensions = { DistributionId: distribution.physicalId, Region: 'Global' };
  return { account: distribution.account, region: cdnRegion, namespace: cdn, name, dimensions };
}

function balancerDimensions(loadBalancer: LoadBalancer, ...targetGroups: readonly TargetGroup[]): Dimensions[] {
  const { fullName: LoadBalancer } = loadBalancer;
  return [{ LoadBalancer }, ...targetGroups.map(({ metricName }) => ({ TargetGroup: metricName, LoadBalancer }))];
}

function apiDimensions(api: Owned, ...stages: readonly string[]): Dimensions[] {
  const ApiName = read(api).optionalText('Name') ?? api.physicalId;
  return [{ ApiName }, ...stages.map((Stage) => ({ ApiName, Stage }))];
}
