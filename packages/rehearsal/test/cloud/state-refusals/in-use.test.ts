import type { LiveResource } from '../../../src/cloud/state-refusals/change';
import { inUse } from '../../../src/cloud/state-refusals/in-use';
import { changeOf } from './change';

const user = (type: string, properties: object): LiveResource => ({
  region: 'us-east-1',
  stack: 'Beta',
  logicalId: 'User',
  physicalId: 'user',
  type,
  properties: { ...properties },
});
const distribution = (origin: string) =>
  user('AWS::CloudFront::Distribution', {
    DistributionConfig: { Origins: [{ VpcOriginConfig: { VpcOriginId: origin } }] },
  });

test.each([
  [
    'AWS::CertificateManager::Certificate',
    'AWS::ElasticLoadBalancingV2::Listener',
    { Certificates: [{ CertificateArn: 'it' }] },
  ],
  [
    'AWS::CloudFront::CachePolicy',
    'AWS::CloudFront::Distribution',
    { DistributionConfig: { DefaultCacheBehavior: { CachePolicyId: 'it' } } },
  ],
  ['AWS::CloudFront::OriginRequestPolicy', 'AWS::CloudFront::Distribution', { a: 'it' }],
  ['AWS::CloudFront::ResponseHeadersPolicy', 'AWS::CloudFront::Distribution', { a: 'it' }],
  ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress', { GroupId: 'other', SourceSecurityGroupId: 'it' }],
  ['AWS::EC2::Subnet', 'AWS::ApiGatewayV2::VpcLink', { SubnetIds: ['other', 'it'] }],
  [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    'AWS::ElasticLoadBalancingV2::ListenerRule',
    { Actions: [{ TargetGroupArn: 'it' }] },
  ],
  ['AWS::RDS::DBClusterParameterGroup', 'AWS::RDS::DBCluster', { DBClusterParameterGroupName: 'it' }],
  ['AWS::RDS::DBParameterGroup', 'AWS::RDS::DBInstance', { DBParameterGroupName: 'it' }],
])('%s is not deleted while %s uses it', async (type, by, properties) => {
  const deletion = { step: 'delete' as const, physicalId: 'it' };
  expect(await inUse.judge(changeOf(type, { ...deletion, beside: [user(by, properties)] }))).toEqual({
    refused: expect.stringMatching(/: Beta\/User$/),
    source: expect.stringMatching(/^https:/),
  });
  const others = [user(by, { a: 'another' }), user('AWS::SNS::Topic', properties)];
  expect(await inUse.judge(changeOf(type, { ...deletion, beside: others }))).toBeUndefined();
  expect(await inUse.judge(changeOf(type, { physicalId: 'it', beside: [user(by, properties)] }))).toBeUndefined();
});

test('every type of the table is tried above or below', () => {
  expect(Object.keys(inUse.looksAt ?? {})).toHaveLength(10);
});

test.each(['update', 'delete'] as const)('a VPC origin fails its %s while a distribution uses it', async (step) => {
  const change = changeOf('AWS::CloudFront::VpcOrigin', { step, physicalId: 'vo_1', beside: [distribution('vo_1')] });
  expect(await inUse.judge(change)).toMatchObject({ refused: expect.stringContaining('disassociate the VPC origin') });
  expect(await inUse.judge({ ...change, beside: [distribution('vo_2')] })).toBeUndefined();
});

test('a group is no user of its own rules', async () => {
  const rule = user('AWS::EC2::SecurityGroupIngress', { GroupId: 'it', CidrIp: '10.0.0.0/8' });
  const deletion = { step: 'delete' as const, physicalId: 'it', beside: [rule] };
  expect(await inUse.judge(changeOf('AWS::EC2::SecurityGroup', deletion))).toBeUndefined();
});
