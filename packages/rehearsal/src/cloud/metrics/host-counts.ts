import type { Workloads } from '../workloads/workloads';
import type { Gauge } from './gauges';
import { metricOf } from './traffic-metrics';

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
const alb = 'AWS/ApplicationELB';
const states = { HealthyHostCount: 'healthy', UnHealthyHostCount: 'unhealthy' } as const;

/** How many targets of each load balancer's groups are healthy now, and how many are not. */
export function hostCounts(workloads: Pick<Workloads, 'loadBalancers' | 'groupsOf'>): Gauge[] {
  return workloads.loadBalancers().flatMap((balancer) =>
    workloads.groupsOf(balancer).flatMap((group) => {
      const dimensions = { TargetGroup: group.metricName, LoadBalancer: balancer.fullName };
      return Object.entries(states).map(([name, state]) => ({
        metric: metricOf(balancer.resource, alb, name, dimensions),
        value: group.count(state),
      }));
    }),
  );
}
