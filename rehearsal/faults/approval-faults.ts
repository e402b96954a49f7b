import type { Fault, FaultHooks } from './fault';
import { gates } from './gates';

/** What a person does, or doesn't. */
export const approvalFaults: readonly Fault[] = [
  answered('approval-rejected', 'The person says no.', { answer: 'rejected', by: 'the fault approval-rejected' }),
  answered('approval-timed-out', 'Nobody answers until the deadline.', { answer: 'timed out' }),
];

function answered(name: string, description: string, answer: ReturnType<NonNullable<FaultHooks['decide']>>): Fault {
  return {
    name,
    gate: gates.approval,
    description,
    arm: (tools) => ({
      decide(where) {
        if (where !== gates.approval) return undefined;
        tools().injected(where);
        return answer;
      },
    }),
  };
}
