import { Doors } from '../doors/doors';
import type { TrafficMetrics } from '../metrics/traffic-metrics';
import type { Workloads } from '../workloads/workloads';
import type { Ground } from './ground';

/** What the doors lead to, and who hears of their requests. */
export interface DoorParts {
  readonly workloads: Workloads;
  readonly traffic: TrafficMetrics;
  readonly stageInPath: boolean;
}

export function wireDoors(ground: Ground, { workloads, traffic, stageInPath }: DoorParts): Doors {
  const { clock, inventory, calls, usage } = ground;
  return new Doors({
    clock,
    inventory,
    calls,
    stageInPath,
    loadBalancers: (environment) => workloads.loadBalancers(environment),
    used: (resources, exchange) => usage.used(resources, exchange),
    recordDistribution: (request) => traffic.distributionRequest(request),
    recordApi: (request) => traffic.apiRequest(request),
  });
}
