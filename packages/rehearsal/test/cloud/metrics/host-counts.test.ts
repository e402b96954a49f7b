import { hostCounts } from '../../../src/cloud/metrics/host-counts';
import { LoadBalancer } from '../../../src/cloud/workloads/load-balancer';
import { TargetGroup } from '../../../src/cloud/workloads/target-group';
import { ManualClock } from '../fixtures/manual-clock';
import { at, loadBalancerArn, resource, targetGroupArn } from '../fixtures/stacks';

const owned = (logicalId: string, type: string, arn: string) => ({
  ...resource('Alpha-Service', logicalId, `AWS::ElasticLoadBalancingV2::${type}`, arn),
  environment: 'Alpha',
});

describe('host counts', () => {
  const balancer = new LoadBalancer(owned('Alb', 'LoadBalancer', loadBalancerArn), 'weather', {} as never);
  const group = new TargetGroup(owned('Group', 'TargetGroup', targetGroupArn), new ManualClock(), async () => true);
  afterAll(() => group.close());

  it('are the healthy and the unhealthy targets of each group, under its metric name', () => {
    for (const state of ['healthy', 'healthy', 'unhealthy', 'draining', 'initial'] as const) {
      group.register(state, { host: '127.0.0.1', port: 1 }).state = state;
    }
    const dimensions = { TargetGroup: group.metricName, LoadBalancer: balancer.fullName };
    const metric = { ...at, namespace: 'AWS/ApplicationELB', dimensions };
    expect(hostCounts({ loadBalancers: () => [balancer], groupsOf: () => [group] })).toEqual([
      { metric: { ...metric, name: 'HealthyHostCount' }, value: 2 },
      { metric: { ...metric, name: 'UnHealthyHostCount' }, value: 1 },
    ]);
  });

  it('are none for a load balancer without a group', () => {
    expect(hostCounts({ loadBalancers: () => [balancer], groupsOf: () => [] })).toEqual([]);
  });
});
