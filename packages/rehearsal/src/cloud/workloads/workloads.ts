import type { Clock } from '../base/clock';
import type { DeployedStack } from '../base/contracts';
import { type DeployedStacks, type Owned, ownedOf, read } from '../deployed/deployed-stacks';
import type { Exchange } from '../http/exchange';
import type { Forwarder } from '../http/forward';
import type { DeploymentServices } from './deployment';
import type { Probe } from './health-check';
import { LoadBalancer, type LoadBalancerServices } from './load-balancer';
import { Service } from './service';
import { readService } from './service-definition';
import { TargetGroup } from './target-group';

export interface WorkloadServices {
  readonly clock: Clock;
  readonly deployed: DeployedStacks;
  readonly probe: Probe;
  readonly forwarder: Forwarder;
  /** DNS name of a load balancer, from the emulator. */
  loadBalancerHost(resource: Owned): Promise<string>;
  used(resources: readonly Owned[], exchange: Exchange): void;
  readonly record: LoadBalancerServices['record'];
  readonly fault: LoadBalancerServices['fault'];
  readonly task: Omit<DeploymentServices, 'clock' | 'targetGroup'>;
}

const loadBalancer = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const listener = 'AWS::ElasticLoadBalancingV2::Listener';
const rule = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const targetGroup = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const service = 'AWS::ECS::Service';

/** Load balancers, target groups and ECS services of all environments. */
export class Workloads {
  private readonly balancers = new Map<string, LoadBalancer>();
  private readonly groups = new Map<string, TargetGroup>();
  private readonly running = new Map<string, Service>();

  constructor(private readonly services: WorkloadServices) {}

  /** Brings target groups and load balancers of an environment to what is deployed. */
  async applyLoadBalancers(environment: string): Promise<void> {
    const { deployed, clock, probe } = this.services;
    for (const resource of deployed.ofType(targetGroup, environment)) {
      const known = this.groups.get(resource.physicalId);
      if (known) known.update(resource);
      else this.groups.set(resource.physicalId, new TargetGroup(resource, clock, probe));
    }
    const [listeners, rules] = [deployed.ofType(listener, environment), deployed.ofType(rule, environment)];
    for (const resource of deployed.ofType(loadBalancer, environment)) {
      const known = this.balancers.get(resource.physicalId) ?? (await this.openBalancer(resource));
      await known.update(resource, listeners, rules);
    }
  }

  /**
   * Deploys the services of a stack, side by side.
   *
   * @throws TAP4404 or TAP4406 if one of them doesn't reach a steady state
   */
  async deploy(stack: DeployedStack, signal: AbortSignal): Promise<void> {
    const { deployed, clock, task } = this.services;
    const deployments = ownedOf(stack, service).map(async (resource) => {
      const definition = readService(resource, deployed);
      if (!definition) return;
      const service =
        this.running.get(resource.physicalId) ??
        new Service(resource.physicalId, { ...task, clock, targetGroup: (arn) => this.groups.get(arn) });
      this.running.set(resource.physicalId, service);
      await service.deploy(definition, signal);
    });
    const outcomes = await Promise.allSettled(deployments);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Ends what is no longer deployed. */
  async retain(): Promise<void> {
    const left = (type: string) => new Set(this.services.deployed.ofType(type).map(({ physicalId }) => physicalId));
    await removeOthers(this.running, left(service), (service) => service.stop(2_000));
    await removeOthers(this.balancers, left(loadBalancer), (balancer) => balancer.close());
    await removeOthers(this.groups, left(targetGroup), async (group) => group.close());
  }

  loadBalancers(environment?: string): LoadBalancer[] {
    return [...this.balancers.values()].filter(({ resource }) => inside(resource, environment));
  }

  targetGroups(environment?: string): TargetGroup[] {
    return [...this.groups.values()].filter(({ resource }) => inside(resource, environment));
  }

  ecsServices(): Service[] {
    return [...this.running.values()];
  }

  /** The services of an environment whose first deployment has become healthy. */
  servicesOf(environment: string): Service[] {
    return this.ecsServices().filter(({ definition }) => definition?.environment === environment);
  }

  /** The target groups of a load balancer: those that its listeners forward to. */
  groupsOf(balancer: LoadBalancer): TargetGroup[] {
    const deployed = this.services.deployed;
    const { environment } = balancer.resource;
    const listeners = deployed
      .ofType(listener, environment)
      .filter((one) => read(one).text('LoadBalancerArn') === balancer.arn);
    const arns = new Set(listeners.map(({ physicalId }) => physicalId));
    const rules = deployed.ofType(rule, environment).filter((rule) => arns.has(read(rule).text('ListenerArn')));
    // An ARN within the actions, however they name it.
    const text = JSON.stringify([...listeners, ...rules].map(({ properties }) => properties));
    return this.targetGroups(environment).filter((group) => text.includes(group.arn));
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.loadBalancers().map((balancer) => balancer.close()));
    await Promise.allSettled(this.ecsServices().map((service) => service.stop(2_000)));
    for (const group of this.groups.values()) group.close();
  }

  private async openBalancer(resource: Owned): Promise<LoadBalancer> {
    const { clock, forwarder, record, fault } = this.services;
    const balancer = new LoadBalancer(resource, await this.services.loadBalancerHost(resource), {
      clock,
      forwarder,
      record,
      fault,
      targetGroup: (arn) => this.groups.get(arn),
      used: (resources, exchange) => this.used(resources, exchange),
    });
    this.balancers.set(resource.physicalId, balancer);
    return balancer;
  }

  /** With a target group a request goes through the service that stands behind it, and its tasks. */
  private used(resources: readonly Owned[], exchange: Exchange): void {
    const arns = new Set(resources.map(({ physicalId }) => physicalId));
    const behind = this.ecsServices().flatMap(({ definition }) => {
      if (!definition?.targets.some(({ targetGroupArn }) => arns.has(targetGroupArn))) return [];
      return [definition.resource, { ...definition.taskDefinition.resource, environment: definition.environment }];
    });
    this.services.used([...resources, ...behind], exchange);
  }
}

function inside(resource: Owned, environment: string | undefined): boolean {
  return environment === undefined || resource.environment === environment;
}

async function removeOthers<T>(map: Map<string, T>, keep: ReadonlySet<string>, end: (value: T) => Promise<void>) {
  for (const [key, value] of map) {
    if (keep.has(key)) continue;
    map.delete(key);
    await end(value);
  }
}
