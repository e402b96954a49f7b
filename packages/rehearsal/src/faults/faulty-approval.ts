import type { Approver, DeadlineClock } from '../executors/approval';
import type { FaultHooks } from './fault';

/** Approver and clock as the faults of this run have them; without such faults they are what they were. */
export function faultyApproval(
  approver: Approver,
  clock: DeadlineClock,
  hooks: readonly FaultHooks[],
): { readonly approver: Approver; readonly clock: DeadlineClock } {
  let jump: () => void = () => undefined;
  const jumped = new Promise<void>((resolve) => {
    jump = resolve;
  });
  return {
    approver: {
      async decide(where, ask, signal) {
        for (const hook of hooks) {
          const decision = hook.decide?.(where);
          if (decision) ask();
          if (decision?.answer === 'timed out') {
            jump();
            // Nobody answers; the deadline does.
            return new Promise(() => undefined);
          }
          if (decision) return decision;
        }
        return approver.decide(where, ask, signal);
      },
    },
    clock: {
      waitMinutes: (minutes, signal) => Promise.race([clock.waitMinutes(minutes, signal), jumped]),
    },
  };
}
