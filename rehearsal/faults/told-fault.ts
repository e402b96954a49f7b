import type { Fault, FaultTools } from '@delivery/rehearsal/faults/fault';
import { selfMutation } from '@delivery/rehearsal/faults/places';
import { strikesBefore } from '@delivery/rehearsal/faults/strikes-before';

const call = 'cloudformation:DescribeStacks';

/** The pipeline can't update itself: no environment is concerned, and yet somebody must be told. */
export const selfMutationFault: Fault = mustBeTold(
  strikesBefore(
    {
      name: 'self-mutation-refused',
      gate: selfMutation,
      description:
        'The pipeline may not look at its own stack; somebody must be told, with commit, stage, action, reason and link.',
      trace: /not authorized to perform: cloudformation:DescribeStacks/,
    },
    ({ cloud }) => {
      const message = `User is not authorized to perform: ${call}`;
      cloud.setFaults([
        {
          service: 'cloudformation',
          action: 'DescribeStacks',
          caller: selfMutation,
          code: 'AccessDenied',
          status: 403,
          message,
        },
      ]);
      return `${call} of ${selfMutation}`;
    },
  ),
);

/** A fault that is caught only if the deployed pipeline told somebody of it. */
export function mustBeTold(fault: Fault): Fault {
  return {
    ...fault,
    arm(tools) {
      const hooks = fault.arm?.(tools) ?? {};
      return {
        ...hooks,
        verify: async () => (await hooks.verify?.()) ?? missingFrom(tools().told(), fault.gate),
      };
    },
  };
}

/** What a person was not told of an action that stopped the run; undefined if nothing is missing. */
export function missingFrom(messages: ReturnType<FaultTools['told']>, gate: string): string | undefined {
  const [stage = '', action = ''] = gate.split('/');
  const [message, ...others] = messages;
  if (message === undefined) return 'nobody was told of it';
  if (others.length > 0) return `it was told ${messages.length} times`;
  if (message.to.length === 0) return `it was told to ${message.topic}, which nobody subscribes to`;
  const lines = message.text.split('\n');
  const has = (name: string, value: RegExp) =>
    lines.some((line) => line.startsWith(`${name}:`) && value.test(line.slice(name.length + 1).trim()));
  const parts = [
    ['commit', has('Commit', /^[0-9a-f]{40}\b/)],
    ['stage', has('Stage', exactly(stage))],
    ['action', has('Action', new RegExp(`${exactly(action).source.slice(0, -1)} \\(`))],
    ['reason', has('Reason', /\w/) && !has('Reason', /^CodePipeline gives none/)],
    ['link', has('Link', /^\w+:\/\/\S/) && has('Execution', /^https:\/\/\S/)],
  ] as const;
  const missing = parts.filter(([, there]) => !there).map(([name]) => name);
  return missing.length === 0 ? undefined : `the message lacks ${missing.join(', ')}: ${message.text}`;
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
