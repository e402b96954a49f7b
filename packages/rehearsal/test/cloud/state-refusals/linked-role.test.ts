import { linkedRole } from '../../../src/cloud/state-refusals/linked-role';
import { changeOf } from './change';

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
