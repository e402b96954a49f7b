import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import type { AccountClients } from './aws';
import { deleteInOrder } from './delete-in-order';
import { beginDeletion } from './delete-stack';
import type { Plan } from './plan';
import { Progress } from './progress';
import { failureLines } from './words';

export interface CarryOut {
  /** Only what was shown goes. */
  readonly plan: Plan;
  readonly clients: AccountClients;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at a deletion. */
  readonly pauseMs: number;
  /** Told before the first deletion is begun. */
  readonly begins?: () => void;
}

/**
 * Deletes what was planned, and tells how it goes on.
 *
 * @throws RunError TAP6511 if a stack could not be deleted; CodedError if it can't be followed any more; the signal's reason
 */
export async function carryOut({ plan, clients, say, signal, pauseMs, begins }: CarryOut): Promise<void> {
  const progress = new Progress(say);
  try {
    const end = await deleteInOrder(plan.stacks, plan.order, async (stack) => {
      signal.throwIfAborted();
      begins?.();
      const tell = (event: StackEvent) => progress.tell(stack, event);
      const begun = await beginDeletion({ stack, clients: clients.in(stack.region), tell, signal, pauseMs });
      progress.begun(stack);
      return begun;
    });
    if (end.failed.length === 0 && end.refused === undefined) return;
    for (const line of failureLines(end)) say(line);
    throw new RunError(
      'TAP6511',
      exitCodes.stopped,
      `the environment is not down yet: ${end.gone.length} of ${plan.stacks.length} stacks are gone; do what stands above, and call teardown again`,
    );
  } catch (error) {
    const running = progress.running.map(({ name }) => name).join(', ');
    if (running !== '') say(`CloudFormation goes on by itself with ${running}; teardown called again joins it.`);
    throw error;
  } finally {
    progress.close();
  }
}
