import { CodedError } from '@delivery/coded-error';
import type { BegunDeletion, FailedResource } from './delete-stack';
import type { DeletionOrder } from './deletion-order';
import type { LivingStack } from './living-stacks';

/** How a teardown ended. */
export interface TeardownEnd {
  readonly gone: readonly LivingStack[];
  readonly failed: readonly { readonly stack: LivingStack; readonly resources: readonly FailedResource[] }[];
  /** The deletion that was refused: after it none was begun. */
  readonly refused?: { readonly stack: LivingStack; readonly error: CodedError };
  /** Stacks whose turn did not come. */
  readonly left: readonly LivingStack[];
}

/**
 * Deletes stacks, each when those are gone that must go before it. What does not depend on each other goes side by side; begun
 * one after the other, so that a right that is missing shows at the first. What has begun is followed to its end, whatever becomes
 * of another.
 *
 * @param begin begins one deletion, and throws a CodedError if it is refused
 */
export async function deleteInOrder(
  stacks: readonly LivingStack[],
  order: DeletionOrder,
  begin: (stack: LivingStack) => Promise<BegunDeletion>,
): Promise<TeardownEnd> {
  const gone = new Map<string, LivingStack>();
  const failed: { stack: LivingStack; resources: readonly FailedResource[] }[] = [];
  const running = new Map<string, Promise<() => void>>();
  let waiting = [...stacks];
  let refused: TeardownEnd['refused'];

  const beginFree = async (): Promise<void> => {
    const free = waiting.filter(({ id }) => [...(order.get(id) ?? [])].every((before) => gone.has(before)));
    // References in a circle can only be weak ones, which keep nothing from being deleted.
    const next = free.length === 0 && running.size === 0 && failed.length === 0 ? waiting : free;
    for (const stack of next) {
      try {
        const end = ended(await begin(stack));
        // Waited for below; where several fail at once, the others must not count as nobody's.
        end.catch(() => undefined);
        running.set(stack.id, end);
        waiting = waiting.filter((other) => other !== stack);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        refused = { stack, error };
        return;
      }
    }
  };
  const ended = async ({ stack, end }: BegunDeletion): Promise<() => void> => {
    const result = await end();
    return () => {
      running.delete(stack.id);
      if (result.gone) gone.set(stack.id, stack);
      else failed.push({ stack, resources: result.failed });
    };
  };

  await beginFree();
  while (running.size > 0) {
    const settle = await Promise.race(running.values());
    settle();
    if (refused === undefined) await beginFree();
  }
  return { gone: [...gone.values()], failed, refused, left: waiting };
}
