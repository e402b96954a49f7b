import { changeSetRequest } from '../../../src/cloud/state-refusals/change-set-request';
import { linkedRole } from '../../../src/cloud/state-refusals/linked-role';
import { serviceRole } from '../../../src/cloud/state-refusals/service-role';
import { trusts } from '../../../src/cloud/state-refusals/trust';
import { changeOf } from './change';

const trust = (Principal: unknown, Action: unknown = 'sts:AssumeRole', Effect = 'Allow') => ({
  Statement: [{ Effect, Principal, Action }],
});
const role = 'arn:aws:iam::222222222222:role/who';

test('a role is taken by the services that its trust policy names', () => {
  const service = 'lambda.amazonaws.com';
  const good = [{ Service: service }, { Service: ['ec2.amazonaws.com', service] }, '*', { AWS: '*' }];
  for (const principal of good) expect(trusts(trust(principal), service)).toBe(true);
  expect(trusts(trust({ Service: service }, ['sts:TagSession', 'sts:*']), service)).toBe(true);
  const bad = [{ Service: 'ec2.amazonaws.com' }, { AWS: 'arn:aws:iam::222222222222:root' }];
  for (const principal of bad) expect(trusts(trust(principal), service)).toBe(false);
  expect(trusts(trust({ Service: service }, 'sts:TagSession'), service)).toBe(false);
  expect(trusts(trust({ Service: service }, 'sts:AssumeRole', 'Deny'), service)).toBe(false);
  for (const none of [null, {}, { Statement: [] }]) expect(trusts(none, service)).toBe(false);
});

test.each([
  ['AWS::Lambda::Function', 'Role', 'lambda.amazonaws.com'],
  ['AWS::ECS::TaskDefinition', 'TaskRoleArn', 'ecs-tasks.amazonaws.com'],
  ['AWS::ECS::TaskDefinition', 'ExecutionRoleArn', 'ecs-tasks.amazonaws.com'],
])('%s is refused if its %s does not exist or does not trust %s', async (type, property, service) => {
  const with_ = (roles: Record<string, unknown>) =>
    serviceRole.judge(changeOf(type, { step: 'create', after: { [property]: role }, service: { roles } }));
  expect(await with_({ [role]: null })).toMatchObject({ refused: expect.stringContaining('assume') });
  expect(await with_({ [role]: trust({ Service: 'ec2.amazonaws.com' }) })).toHaveProperty('refused');
  expect(await with_({ [role]: trust({ Service: service }) })).toBeUndefined();
  // Of another account: nobody looked.
  expect(await with_({})).toBeUndefined();
});

describe('a change set', () => {
  const request = {
    step: 'change set' as const,
    account: '2',
    region: 'r',
    stack: 'A',
    id: 'arn:A',
    creates: false,
    role: '',
  };

  test.each(['ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED', 'UPDATE_IN_PROGRESS', 'DELETE_FAILED'])(
    'is not made of a stack in %s',
    (status) => {
      expect(changeSetRequest({ ...request, status, roles: {} })).toMatchObject({
        refused: `Stack:arn:A is in ${status} state and can not be updated.`,
      });
    },
  );

  test.each(['CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_FAILED', ''])(
    'is made of one in "%s"',
    (status) => {
      expect(changeSetRequest({ ...request, status, roles: {} })).toBeUndefined();
    },
  );

  test('is refused by a role that CloudFormation can not take', () => {
    const by = (roles: Record<string, unknown>) => changeSetRequest({ ...request, status: '', role, roles });
    const refused = { refused: `Role ${role} is invalid or cannot be assumed` };
    expect(by({ [role]: null })).toMatchObject(refused);
    expect(by({ [role]: trust({ Service: 'lambda.amazonaws.com' }) })).toMatchObject(refused);
    expect(by({ [role]: trust({ Service: 'cloudformation.amazonaws.com' }) })).toBeUndefined();
    expect(by({})).toBeUndefined();
  });

  test('that creates a stack is made of one that waits for it', () => {
    expect(changeSetRequest({ ...request, creates: true, status: 'REVIEW_IN_PROGRESS', roles: {} })).toBeUndefined();
  });
});

test("an account's first cluster is told, unless the service-linked role stands", async () => {
  const type = 'AWS::ECS::Cluster';
  const beside = (properties: object, other = type) => [
    { region: 'r', stack: 'B', logicalId: 'C', physicalId: 'c', type: other, properties: { ...properties } },
  ];
  expect(await linkedRole.judge(changeOf(type, { step: 'create' }))).toHaveProperty('told');
  expect(await linkedRole.judge(changeOf(type, { step: 'create', beside: beside({}) }))).toBeUndefined();
  const made = beside({ AWSServiceName: 'ecs.amazonaws.com' }, 'AWS::IAM::ServiceLinkedRole');
  expect(await linkedRole.judge(changeOf(type, { step: 'create', beside: made }))).toBeUndefined();
  expect(await linkedRole.judge(changeOf(type, { step: 'update' }))).toBeUndefined();
});
