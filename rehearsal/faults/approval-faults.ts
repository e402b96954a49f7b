import { described } from './catalogue';
import type { Fault, FaultHooks } from './fault';

/** What a person does, or doesn't. */
export const approvalFaults: readonly Fault[] = [
  answered('approval-rejected', /^Rejected by the fault/m, { answer: 'rejected', by: 'the fault approval-rejected' }),
  answered('approval-timed-out', /timed out\.$/m, { answer: 'timed out' }),
];

function answered(name: string, trace: RegExp, answer: ReturnType<NonNullable<FaultHooks['decide']>>): Fault {
  const fault = described(name, trace);
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
