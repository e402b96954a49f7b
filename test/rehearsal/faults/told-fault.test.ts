import type { Fault, FaultTools } from '@delivery/rehearsal/faults/fault';
import { messageOf } from '../../../functions/tell-failure/message';
import { missingFrom, mustBeTold } from '../../../rehearsal/faults/told-fault';

const gate = 'Dev/Network.Deploy';

/** A message as the deployed function writes it. */
const { text } = messageOf(
  {
    pipeline: 'delivery',
    region: 'us-east-1',
    execution: 'e-1',
    commit: { id: 'c'.repeat(40), subject: 'Halve the prices' },
    actions: [
      {
        stage: 'Dev',
        action: 'Network.Deploy',
        provider: 'CloudFormation',
        reason: 'A resource failed.',
        link: 'file:///report/index.html',
      },
    ],
  },
  'https://example.com/{runbook}.md',
);
const told = (more: Partial<ReturnType<FaultTools['told']>[number]> = {}) => ({
  type: 'told' as const,
  topic: 'failures',
  to: ['shop-team@example.com'],
  subject: 'delivery stopped',
  text,
  ...more,
});
const without = (line: string) =>
  text
    .split('\n')
    .filter((one) => !one.startsWith(line))
    .join('\n');

describe('a fault that somebody must be told of', () => {
  test('is told by the message that the function writes', () => {
    expect(text).toContain('Network.Deploy');
    expect(missingFrom([told()], gate)).toBeUndefined();
  });

  test.each([
    ['nobody was told', [], 'nobody'],
    ['it was told twice', [told(), told()], '2 times'],
    ['nobody subscribes to the topic', [told({ to: [] })], 'failures'],
    ['the message lacks the commit', [told({ text: without('Commit:') })], 'commit'],
    ['the commit was not known', [told({ text: text.replace('c'.repeat(40), 'not known') })], 'commit'],
    ['the message lacks the stage', [told({ text: without('Stage:') })], 'stage'],
    ['the message names another stage', [told({ text: text.replace('  Dev', '  Dev2') })], 'stage'],
    ['the message lacks the action', [told({ text: without('Action:') })], 'action'],
    ['the message names another action', [told({ text: text.replace('  Network.', '  NetworkX') })], 'action'],
    ['the message lacks the reason', [told({ text: without('Reason:') })], 'reason'],
    [
      'there is no reason in it',
      [told({ text: text.replace('A resource failed.', 'CodePipeline gives none') })],
      'reason',
    ],
    ['the message lacks the action’s link', [told({ text: without('Link:') })], 'link'],
    ['the message lacks the execution’s link', [told({ text: without('Execution:') })], 'link'],
  ])('is not caught where %s', (_what, messages, named) => {
    expect(missingFrom(messages, gate)).toContain(named);
  });

  test('is caught only if everything else is as it must be, too', async () => {
    const fault = (verify?: () => Promise<string | undefined>): Fault =>
      mustBeTold({ name: 'f', gate, description: '', trace: /x/, arm: () => (verify ? { verify } : {}) });
    const verdict = (one: Fault, messages: ReturnType<FaultTools['told']>) =>
      one.arm?.(() => ({ told: () => messages }) as unknown as FaultTools).verify?.();
    expect(await verdict(fault(), [told()])).toBeUndefined();
    expect(await verdict(fault(), [])).toBe('nobody was told of it');
    expect(
      await verdict(
        fault(async () => 'the template has changed'),
        [told()],
      ),
    ).toBe('the template has changed');
    expect(
      await verdict(
        fault(async () => undefined),
        [],
      ),
    ).toBe('nobody was told of it');
    expect(await verdict(mustBeTold({ name: 'f', gate, description: '', trace: /x/ }), [told()])).toBeUndefined();
  });
});
