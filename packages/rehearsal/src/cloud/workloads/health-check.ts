import { Agent } from 'undici';
import type { Reader } from '../deployed/properties';
import type { TaskAddress } from './task';

/** Health check of a target group. Durations are AWS seconds. */
export interface HealthCheck {
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  matches(status: number): boolean;
}

// Defaults of target type `ip` and protocol HTTP:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
const defaults = { path: '/', intervalSeconds: 30, timeoutSeconds: 5, healthyThreshold: 5, unhealthyThreshold: 2 };

export function readHealthCheck(targetGroup: Reader): HealthCheck {
  return {
    path: targetGroup.optionalText('HealthCheckPath') ?? defaults.path,
    intervalSeconds: targetGroup.optionalNumber('HealthCheckIntervalSeconds') ?? defaults.intervalSeconds,
    timeoutSeconds: targetGroup.optionalNumber('HealthCheckTimeoutSeconds') ?? defaults.timeoutSeconds,
    healthyThreshold: targetGroup.optionalNumber('HealthyThresholdCount') ?? defaults.healthyThreshold,
    unhealthyThreshold: targetGroup.optionalNumber('UnhealthyThresholdCount') ?? defaults.unhealthyThreshold,
    matches: matcher(targetGroup.object('Matcher').optionalText('HttpCode') ?? '200'),
  };
}

/** `200`, `200,204` or `200-299`. */
export function matcher(codes: string): (status: number) => boolean {
  const ranges = codes.split(',').map((part) => part.trim().split('-').map(Number));
  return (status) => ranges.some(([from = 0, to = from]) => status >= from && status <= to);
}

/** Asks a target once; true if it is healthy. Never rejects. */
export type Probe = (address: TaskAddress, check: HealthCheck, timeoutMs: number) => Promise<boolean>;

/** A probe over HTTP, each check on a connection that may be kept. */
export function createProbe(): { readonly probe: Probe; close(): Promise<void> } {
  const agent = new Agent({ connections: 4, keepAliveTimeout: 1_000 });
  return {
    async probe(address, check, timeoutMs) {
      try {
        const answer = await agent.request({
          origin: `http://${address.host}:${address.port}`,
          method: 'GET',
          path: check.path,
          headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
          signal: AbortSignal.timeout(timeoutMs),
        });
        await answer.body.dump();
        return check.matches(answer.statusCode);
      } catch {
        return false;
      }
    },
    close: () => agent.destroy(),
  };
}
