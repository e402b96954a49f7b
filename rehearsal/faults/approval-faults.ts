import type { Fault, FaultHooks } from '@delivery/rehearsal/faults/fault';
import type { Places } from '@delivery/rehearsal/faults/places';
import { mustBeTold } from './told-fault';

/** The gate where the pipeline has none: the run is refused. */
const nowhere = 'Promote/Approval';

/** What a person does, or doesn't. */
export const approvalFaults = ({ approval = nowhere }: Places): readonly Fault[] => [
  answered(
    {
      name: 'approval-rejected',
      gate: approval,
      description: 'The person says no.',
      trace: /^Rejected by the fault/m,
    },
    { answer: 'rejected', by: 'the fault approval-rejected' },
  ),
  mustBeTold(
    answered(
      {
        name: 'approval-timed-out',
        gate: approval,
        description: 'Nobody answers until the deadline; somebody must be told.',
        trace: /timed out\.$/m,
      },
      { answer: 'timed out' },
    ),
  ),
];

function answered(fault: Fault, answer: ReturnType<NonNullable<FaultHooks['decide']>>): Fault {
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
