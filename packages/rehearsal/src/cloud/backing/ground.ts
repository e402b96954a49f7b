import type { AwsCalls } from '../base/aws-calls';
import { type Clock, realClock } from '../base/clock';
import type { BackingServices } from '../base/contracts';
import { SdkCalls } from '../base/sdk-calls';
import { DeployedStacks } from '../deployed/deployed-stacks';
import { RequestUsage } from '../doors/usage';
import { createForwarder, type Forwarder } from '../http/forward';
import { createProbe } from '../workloads/health-check';
import { ProcessGuard } from '../workloads/process-guard';

/** What every part behind the stacks stands on. */
export interface Ground {
  readonly services: BackingServices;
  readonly clock: Clock;
  readonly calls: AwsCalls;
  readonly guard: ProcessGuard;
  readonly deployed: DeployedStacks;
  readonly usage: RequestUsage;
  readonly probes: ReturnType<typeof createProbe>;
  readonly forwarder: Forwarder;
  /** Aborted when the run ends: it ends waits for tasks. */
  readonly stopping: AbortController;
  warn(code: string, message: string): void;
}

/** @param given a clock and calls in the place of the real ones */
export function layGround(
  services: BackingServices,
  given: { readonly clock?: Clock; readonly calls?: AwsCalls },
): Ground {
  return {
    services,
    clock: given.clock ?? realClock(services.clockFactor),
    calls: given.calls ?? new SdkCalls(services),
    guard: new ProcessGuard(),
    deployed: new DeployedStacks(),
    usage: new RequestUsage(services.usage),
    probes: createProbe(),
    forwarder: createForwarder(),
    stopping: new AbortController(),
    warn: (code, message) => services.emit({ type: 'warning', code, message }),
  };
}

/** Ends what is left when every part has stopped. */
export async function clearGround({ probes, forwarder, guard }: Ground): Promise<void> {
  await Promise.allSettled([forwarder.close(), probes.close()]);
  guard.close();
}
