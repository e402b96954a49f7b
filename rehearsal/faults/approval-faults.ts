import { described } from './catalogue';
import type { Fault, FaultHooks } from './fault';

/** What a person does, or doesn't. */
export const approvalFaults: readonly Fault[] = [
  answered('approval-rejected', { answer: 'rejected', by: 'the fault approval-rejected' }),
  answered('approval-timed-out', { answer: 'timed out' }),
];

function answered(name: string, answer: ReturnType<NonNullable<FaultHooks['decide']>>): Fault {
  const fault = described(name);
  return {
    ...fault,
    arm: (tools) => ({
      decide(where) {
        if (where !== fault.gate) return undefined;
        tools().injected(where);
        return answer;
      },
    }),
  };
}
