import { namedReplacement } from '../../../src/cloud/state-refusals/named-replacement';
import { changeOf } from './change';

const judge = (type: string, before: object, after: object) =>
  namedReplacement.judge(changeOf(type, { before: { ...before }, after: { ...after } }));
const refused = (name: string) => ({
  refused: expect.stringContaining(`Rename ${name} and update the stack again.`),
  source: expect.stringMatching(/^https:/),
});
const told = (...words: readonly string[]) => ({ told: expect.stringMatching(new RegExp(words.join('.*'))) });

test.each([
  ['AWS::RDS::DBProxy', { DBProxyName: 'pool', VpcSubnetIds: ['a'] }, { VpcSubnetIds: ['a', 'b'] }, 'pool'],
  ['AWS::IAM::Role', { RoleName: 'who', Path: '/' }, { Path: '/other/' }, 'who'],
  ['AWS::EC2::SecurityGroup', { GroupName: 'doors', VpcId: 'vpc-1' }, { VpcId: 'vpc-2' }, 'doors'],
  ['AWS::ECS::Service', { ServiceName: 's', Cluster: 'c', LaunchType: 'EC2' }, { LaunchType: 'FARGATE' }, 'c|s'],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', { Name: 'tg', Port: 80 }, { Port: 8080 }, 'tg'],
  ['AWS::WAFv2::WebACLAssociation', { ResourceArn: 'r', WebACLArn: 'w' }, {}, undefined],
])('%s is refused under its name, and goes through under another one', async (type, before, changed, name) => {
  const answer = await judge(type, before, { ...before, ...changed });
  if (name === undefined) return expect(answer).toBeUndefined();
  expect(answer).toEqual(refused(name));
  const renamed = Object.fromEntries(Object.keys(before).map((key) => [key, `new-${key}`]));
  expect(await judge(type, before, { ...before, ...changed, ...renamed })).toEqual(told(type, 'replaces it'));
});

test('what changes in place goes through, and so does a value that is only written otherwise', async () => {
  expect(
    await judge('AWS::RDS::DBProxy', { DBProxyName: 'pool' }, { DBProxyName: 'pool', DebugLogging: true }),
  ).toBeUndefined();
  const group = { Name: 'tg', Port: '80' };
  expect(await judge('AWS::ElasticLoadBalancingV2::TargetGroup', group, { ...group, Port: 80 })).toBeUndefined();
  expect(await judge('Custom::Thing', { Name: 'a' }, { Name: 'b' })).toBeUndefined();
});

test('a replacement that AWS may make or not is told with the name that it would keep', async () => {
  const cluster = { DBClusterIdentifier: 'data', MasterUsername: 'one' };
  expect(await judge('AWS::RDS::DBCluster', cluster, { ...cluster, MasterUsername: 'two' })).toEqual(
    told('may replace it', 'MasterUsername', 'keeps its name data'),
  );
  const role = { RoleName: 'who' };
  expect(await judge('AWS::IAM::Role', role, { ...role, Path: '/' })).toEqual(told('may replace it', 'Path'));
  const proxy = { DBProxyName: 'pool', VpcSubnetIds: ['a', 'b'] };
  expect(await judge('AWS::RDS::DBProxy', proxy, { ...proxy, VpcSubnetIds: ['b', 'a'] })).toEqual(told('VpcSubnetIds'));
});

test('that data does not come along is told; that a task definition is replaced is not', async () => {
  expect(await judge('AWS::RDS::DBCluster', { KmsKeyId: 'a' }, { KmsKeyId: 'b' })).toEqual(
    told('replaces it for its change of KmsKeyId', 'does not come along'),
  );
  expect(await judge('AWS::ECS::TaskDefinition', { Cpu: '256' }, { Cpu: '512' })).toBeUndefined();
});

test('what the emulator refuses by itself is left to it', async () => {
  const topic = { TopicName: 't', FifoTopic: false };
  expect(await judge('AWS::SNS::Topic', topic, { ...topic, FifoTopic: true })).toBeUndefined();
});
