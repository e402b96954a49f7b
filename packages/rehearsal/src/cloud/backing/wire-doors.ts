import { type DoorServices, Doors } from '../doors/doors';
import type { TrafficMetrics } from '../metrics/traffic-metrics';
import type { Workloads } from '../workloads/workloads';
import type { Ground } from './ground';

/** Milliseconds that a function may take at most: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const longestFunctionMs = 900_000;

/** What the doors lead to, and who hears of their requests. */
export interface DoorParts {
  readonly workloads: Workloads;
  readonly traffic: TrafficMetrics;
  readonly stageInPath: boolean;
}

export function wireDoors(ground: Ground, { workloads, traffic, stageInPath }: DoorParts): Doors {
  const { services, clock, deployed, calls, usage, forwarder } = ground;
  const emulatedAt: DoorServices['emulatedAt'] = (url, { account }) => {
    const { endpoint, headers } = services.dataPlane(account);
    const { hostname, port } = new URL(endpoint);
    return { host: hostname, port: Number(port), url, headers, timeoutMs: longestFunctionMs };
  };
  return new Doors({
    clock,
    deployed,
    calls,
    stageInPath,
    loadBalancers: (environment) => workloads.loadBalancers(environment),
    used: (resources, exchange) => usage.used(resources, exchange),
    emulated: (exchange, path, of) => forwarder.send(exchange, emulatedAt(`${path}${exchange.url}`, of)),
    emulatedAt,
    recordDistribution: (request) => traffic.distributionRequest(request),
    recordApi: (request) => traffic.apiRequest(request),
  });
}
