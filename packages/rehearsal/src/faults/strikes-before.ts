import type { Fault, FaultTools } from './fault';

/**
 * A fault that strikes just before the action that must stop it, or before another one.
 *
 * @param strike does it; says where, for the report
 */
export function strikesBefore(
  fault: Omit<Fault, 'arm' | 'edit'> & { readonly before?: string },
  strike: (tools: FaultTools, signal: AbortSignal) => Promise<string> | string,
): Fault {
  const { before, ...rest } = fault;
  return {
    ...rest,
    arm: (tools) => ({
      async beforeAction(stage, action, signal) {
        if (`${stage}/${action}` !== (before ?? fault.gate)) return;
        const found = tools();
        try {
          found.injected(await strike(found, signal));
        } catch (error) {
          signal.throwIfAborted();
          found.notApplied(error instanceof Error ? error.message : String(error));
        }
      },
    }),
  };
}
