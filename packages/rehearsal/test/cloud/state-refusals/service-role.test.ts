import { serviceRole } from '../../../src/cloud/state-refusals/service-role';
import { changeOf } from './change';
import { trust } from './trust-policy';

const role = 'arn:aws:iam::222222222222:role/who';

test.each([
  ['AWS::Lambda::Function', 'Role', 'lambda.amazonaws.com'],
  ['AWS::ECS::TaskDefinition', 'TaskRoleArn', 'ecs-tasks.amazonaws.com'],
  ['AWS::ECS::TaskDefinition', 'ExecutionRoleArn', 'ecs-tasks.amazonaws.com'],
])('%s is refused if its %s does not exist or does not trust %s', async (type, property, service) => {
  const given = (roles: Record<string, unknown>) =>
    serviceRole.judge(changeOf(type, { step: 'create', after: { [property]: role }, service: { roles } }));
  expect(await given({ [role]: null })).toMatchObject({ refused: expect.stringContaining('assume') });
  expect(await given({ [role]: trust({ Service: 'ec2.amazonaws.com' }) })).toHaveProperty('refused');
  expect(await given({ [role]: trust({ Service: service }) })).toBeUndefined();
  // Of another account: nobody looked.
  expect(await given({})).toBeUndefined();
});
