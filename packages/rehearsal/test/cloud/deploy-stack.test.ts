import { type CloudFormationClient, CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import type { StackDeployment } from '../../src/cloud/base/contracts';
import { deployStack } from '../../src/cloud/deploy-stack';
import { gatewayFailureCode } from '../../src/cloud/gateway/refused-call';
import { rosterId } from '../../src/cloud/gateway/templates/roster-resource';
import { StackFailed } from '../../src/cloud/stack-failed';

const deployment: StackDeployment = {
  environment: 'Alpha',
  account: '222222222222',
  region: 'eu-west-1',
  stack: 'Alpha-Service',
  template: '{"Resources":{}}',
  parameters: { Size: '2' },
  tags: { project: 'acme' },
  capabilities: ['CAPABILITY_NAMED_IAM'],
  roleArn: 'arn:aws:iam::222222222222:role/exec',
  caller: { name: 'job Alpha/Service.Deploy', account: '222222222222', region: 'eu-west-1' },
};

type Answers = Readonly<Record<string, unknown[]>>;

/** A client that gives each command its answers one after another, the last one for ever; an Error is thrown. */
function client(answers: Answers) {
  const sent: { name: string; input: Record<string, unknown> }[] = [];
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    const turn = sent.filter((one) => one.name === name).length;
    sent.push({ name, input: command.input });
    const list = answers[name] ?? [{}];
    const answer = list[Math.min(turn, list.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { client: { send } as unknown as CloudFormationClient, sent };
}

const missing = Object.assign(new Error('Stack with id Alpha-Service does not exist'), { name: 'ValidationError' });
const stack = (StackStatus: string, rest: object = {}) => ({ Stacks: [{ StackStatus, ...rest }] });
const ready = { Status: 'CREATE_COMPLETE' };
const deploy = (answers: Answers) => deployStack(client(answers).client, deployment, new AbortController().signal);

test('a stack that is not there is created by change set, with everything that the action says', async () => {
  const outputs = { Outputs: [{ OutputKey: 'Url', OutputValue: 'https://x' }] };
  const { client: fake, sent } = client({
    DescribeStacks: [missing, stack('CREATE_IN_PROGRESS'), stack('CREATE_COMPLETE', outputs)],
    DescribeChangeSet: [{ Status: 'CREATE_PENDING' }, ready],
  });
  expect(await deployStack(fake, deployment, new AbortController().signal)).toEqual({
    status: 'CREATE_COMPLETE',
    unchanged: false,
    outputs: { Url: 'https://x' },
  });
  expect(sent.find(({ name }) => name === 'CreateChangeSet')?.input).toMatchObject({
    ChangeSetType: 'CREATE',
    TemplateBody: deployment.template,
    Parameters: [{ ParameterKey: 'Size', ParameterValue: '2' }],
    Tags: [{ Key: 'project', Value: 'acme' }],
    Capabilities: deployment.capabilities,
    RoleARN: deployment.roleArn,
  });
});

test('a change set without changes leaves the stack alone and is deleted', async () => {
  const { client: fake, sent } = client({
    DescribeStacks: [stack('UPDATE_COMPLETE')],
    DescribeChangeSet: [{ Status: 'FAILED', StatusReason: "The submitted information didn't contain changes." }],
  });
  const result = await deployStack(fake, deployment, new AbortController().signal);
  expect(result).toEqual({ status: 'UPDATE_COMPLETE', unchanged: true, outputs: {} });
  expect(sent.map(({ name }) => name)).toEqual([
    'DescribeStacks',
    'CreateChangeSet',
    'DescribeChangeSet',
    'DeleteChangeSet',
  ]);
});

test('a change set that CloudFormation refuses is an error with its words', async () => {
  const answers = {
    DescribeStacks: [stack('UPDATE_COMPLETE')],
    DescribeChangeSet: [{ Status: 'FAILED', StatusReason: 'no such type' }],
  };
  await expect(deploy(answers)).rejects.toThrow(/TAP4311.*no such type/);
});

const answered = (name: string, message: string, $fault: 'client' | 'server' = 'client') =>
  new CloudFormationServiceException({ name, message, $fault, $metadata: {} });

test('a request that CloudFormation refuses is an error with its words, whichever request it is', async () => {
  const DescribeStacks = [missing];
  const capabilities = answered('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_IAM]');
  await expect(deploy({ DescribeStacks, CreateChangeSet: [capabilities] })).rejects.toThrow(
    /TAP4311.*InsufficientCapabilitiesException.*CAPABILITY_IAM/,
  );
  const value = answered('ValidationError', 'P has no such value');
  await expect(deploy({ DescribeStacks, CreateChangeSet: [value] })).rejects.toThrow(/TAP4311.*no such value/);
  const stackName = answered('ValidationError', 'no such name of a stack');
  await expect(deploy({ DescribeStacks: [stackName] })).rejects.toThrow(/TAP4311.*no such name/);
});

test('trouble of the rehearsal itself is no refusal of CloudFormation', async () => {
  const troubles = [
    answered(gatewayFailureCode, 'no way'),
    answered('InternalFailure', 'no way', 'server'),
    new TypeError('no way'),
  ];
  for (const trouble of troubles) {
    const thrown: unknown = await deploy({ DescribeStacks: [missing], CreateChangeSet: [trouble] }).catch((e) => e);
    expect(thrown).toBe(trouble);
  }
});

test('a failure names what failed in this deployment, oldest first, and nothing from before', async () => {
  const event = (EventId: string, LogicalResourceId: string, ResourceStatus: string, ResourceStatusReason = '') => ({
    EventId,
    LogicalResourceId,
    ResourceType: 'AWS::X',
    ResourceStatus,
    ResourceStatusReason,
  });
  const before = [event('2', 'Old', 'CREATE_FAILED', 'earlier'), event('1', 'Old', 'CREATE_IN_PROGRESS')];
  const after = [
    event('6', 'Stack', 'UPDATE_ROLLBACK_COMPLETE'),
    event('5', 'Late', 'UPDATE_FAILED', 'second'),
    event('4', rosterId, 'UPDATE_FAILED', 'no healthy task'),
    event('3', 'A', 'UPDATE_COMPLETE'),
  ];
  const failure = await deploy({
    DescribeStacks: [stack('UPDATE_COMPLETE'), stack('UPDATE_ROLLBACK_COMPLETE')],
    DescribeChangeSet: [ready],
    DescribeStackEvents: [
      { StackEvents: before },
      { StackEvents: after.slice(0, 2), NextToken: 'n' },
      { StackEvents: [...after.slice(2), ...before] },
    ],
  }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StackFailed);
  expect(failure).toMatchObject({ stackName: 'Alpha-Service', status: 'UPDATE_ROLLBACK_COMPLETE' });
  expect((failure as StackFailed).failures.map(({ reason }) => reason)).toEqual(['no healthy task', 'second']);
  expect((failure as StackFailed).message).toBe(
    'TAP4310: no healthy task\nLate (AWS::X) UPDATE_FAILED: second\nStack Alpha-Service ended as UPDATE_ROLLBACK_COMPLETE.',
  );
});

test('why a stack failed is told before that it did, without the resources that CloudFormation gave up on because of it', () => {
  const failed = (logicalId: string, reason: string) => ({
    logicalId,
    type: 'AWS::X',
    status: 'CREATE_FAILED',
    reason,
  });
  const cancelled = failed('Sibling', 'Resource creation cancelled');
  const message = (...failures: ConstructorParameters<typeof StackFailed>[2][]) =>
    new StackFailed('Alpha-Data', 'ROLLBACK_COMPLETE', failures.flat(), 'Rolled back.').message.split('\n');
  expect(message([cancelled, failed('Cause', 'no room')])).toEqual([
    'TAP4310: Cause (AWS::X) CREATE_FAILED: no room',
    'Stack Alpha-Data ended as ROLLBACK_COMPLETE. Rolled back.',
  ]);
  expect(message([cancelled])[0]).toContain('Sibling');
  expect(message([])).toEqual(['TAP4310: Stack Alpha-Data ended as ROLLBACK_COMPLETE. Rolled back.']);
});

test('what pre-deployment validation has found is said with the change set that it fails', async () => {
  const StatusReason = 'The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck].';
  const { client: fake } = client({
    DescribeStacks: [stack('UPDATE_COMPLETE')],
    DescribeChangeSet: [{ Status: 'FAILED', StatusReason }],
    DescribeEvents: [
      { OperationEvents: [{ LogicalResourceId: 'It', ResourceType: 'AWS::X', ValidationStatusReason: 'It exists.' }] },
    ],
  });
  await expect(deployStack(fake, deployment, new AbortController().signal)).rejects.toThrow(
    `${StatusReason}\nIt (AWS::X): It exists.`,
  );
});

test('an interruption ends the wait', async () => {
  const controller = new AbortController();
  const { client: fake } = client({
    DescribeStacks: [stack('UPDATE_COMPLETE'), stack('UPDATE_IN_PROGRESS')],
    DescribeChangeSet: [ready],
  });
  const running = deployStack(fake, deployment, controller.signal);
  controller.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
});
