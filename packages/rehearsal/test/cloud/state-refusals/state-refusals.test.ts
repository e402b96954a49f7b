import { StateRefusals, typesBeside } from '../../../src/cloud/state-refusals/state-refusals';
import { changeOf } from './change';

function judging() {
  const told: string[] = [];
  const refusals = new StateRefusals((message) => told.push(message));
  return { told, refusals };
}

test('a refusal has the words and where they come from, and nothing else is told of it', async () => {
  const { told, refusals } = judging();
  const before = { DBClusterIdentifier: 'data', KmsKeyId: 'a' };
  const keys = { abc: 'PendingDeletion' };
  const change = changeOf('AWS::RDS::DBCluster', { before, after: { ...before, KmsKeyId: 'b' }, service: { keys } });
  expect(await refusals.judge(change)).toMatch(/Rename data and update the stack again\. \[https:\/\/.*\]$/);
  expect(told).toEqual([]);
});

test("an account's own quota of rules counts in place of that of a new account", async () => {
  const type = 'AWS::EC2::SecurityGroupIngress';
  const group = { GroupId: 'sg-1' };
  const one = { region: 'eu-west-1', stack: 'Beta', logicalId: 'Other', physicalId: 'r', type, properties: group };
  const change = changeOf(type, { step: 'create', after: group, beside: [one] });
  const judge = (rulesPerSecurityGroup: number | undefined) =>
    new StateRefusals(() => undefined, { rulesPerSecurityGroup }).judge(change);
  expect(await judge(1)).toMatch(/maximum number of rules/);
  expect(await judge(2)).toBeUndefined();
  expect(await judge(undefined)).toBeUndefined();
});

test('everything that is let through and not known is told', async () => {
  const { told, refusals } = judging();
  const keys = { abc: 'PendingDeletion' };
  const change = changeOf('AWS::RDS::DBCluster', {
    before: { KmsKeyId: 'a' },
    after: { KmsKeyId: 'b' },
    service: { keys },
  });
  expect(await refusals.judge(change)).toBeUndefined();
  expect(told).toEqual([expect.stringContaining('replaces it'), expect.stringContaining('pending deletion')]);
  // A second try of the same deployment says nothing new.
  await refusals.judge(change);
  expect(told).toHaveLength(2);
});

test('each step is judged by its own rules', async () => {
  const { refusals } = judging();
  const at = { account: '222222222222', region: 'eu-west-1', stack: 'Alpha' };
  const exported = { step: 'export' as const, ...at, name: 'X', before: 'a', after: 'b', exportedBy: undefined };
  expect(await refusals.judge({ ...exported, importedBy: ['Beta'] })).toContain('Export X cannot be updated');
  expect(await refusals.judge({ ...exported, importedBy: [] })).toBeUndefined();
  const request = { step: 'change set' as const, ...at, id: 'arn:A', creates: false, role: '', roles: {} };
  expect(await refusals.judge({ ...request, status: 'ROLLBACK_COMPLETE' })).toContain('ROLLBACK_COMPLETE');
  const kinds = { It: ['AWS::SNS::Topic', 'AWS::SQS::Queue'] };
  expect(await refusals.judge({ step: 'types', ...at, kinds })).toContain('[It]');
  expect(await refusals.names({ step: 'names', ...at, claims: [], standing: [] })).toEqual({});
});

test('the emulator is told which types to show beside which, each once', () => {
  const beside = typesBeside();
  expect(beside['AWS::CloudFront::VpcOrigin']).toEqual(['AWS::CloudFront::Distribution']);
  expect(beside['AWS::S3::Bucket']).toEqual([]);
  expect(Object.keys(beside).length).toBeGreaterThan(20);
});
