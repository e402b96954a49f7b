import type { Clock } from '../base/clock';
import type { CallFault } from '../base/contracts';
import { TokenBucket } from '../base/token-bucket';
import type { Operation } from './detect';

/** The status that clients expect with an error, where the fault names none. */
const defaultStatus = 400;

/** Faults that are answered instead of passing a call on, each at most as often as ordered. */
export class CallFaults {
  private pending: { readonly fault: CallFault; readonly spared: TokenBucket; left: number }[] = [];

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  set(faults: readonly CallFault[]): void {
    this.pending = faults.map((fault) => ({
      fault,
      spared: new TokenBucket(fault.perSecond ?? 0, fault.perSecond ?? 0, this.clock),
      left: fault.times ?? Number.POSITIVE_INFINITY,
    }));
  }

  /** The first fault that fits this call, counted as used; undefined if none does. */
  take(operation: Operation, caller: string): CallFault | undefined {
    const hit = this.pending.find(
      ({ fault, left, spared }) =>
        left > 0 &&
        (fault.service === undefined || fault.service === operation.service) &&
        (fault.action === undefined || fault.action === operation.action) &&
        (fault.caller === undefined || caller.includes(fault.caller)) &&
        !spared.take(),
    );
    if (hit === undefined) return undefined;
    hit.left -= 1;
    return hit.fault;
  }
}

/** The error that a fault answers with, or undefined if it only delays. */
export function faultError(
  fault: CallFault,
): { readonly code: string; readonly message: string; readonly status: number } | undefined {
  if (fault.code === undefined) return undefined;
  return {
    code: fault.code,
    message: fault.message ?? 'Ordered by the rehearsal as a fault',
    status: fault.status ?? defaultStatus,
  };
}
