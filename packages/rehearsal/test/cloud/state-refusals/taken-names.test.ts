import { takenNames } from '../../../src/cloud/state-refusals/taken-names';

const here = { account: '222222222222', region: 'eu-west-1', stack: 'Alpha' };
const named = (type: string, properties: Record<string, string>) => ({ logicalId: 'It', type, properties });
const claim = (type: string, properties: Record<string, string>, at: Partial<typeof here> = {}) =>
  takenNames({
    step: 'names',
    ...here,
    claims: [named(type, properties)],
    standing: [{ ...named(type, properties), ...here, stack: 'Beta', ...at }],
  });

test.each([
  ['AWS::Logs::LogGroup', { LogGroupName: 'a' }, 'a'],
  ['AWS::EC2::SecurityGroup', { GroupName: 'a', VpcId: 'v' }, 'a|v'],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', { Name: 'a' }, 'a'],
])('a second %s of a name is refused', async (type, properties, name) => {
  expect(await claim(type, properties)).toEqual({
    It: `Resource of type '${type}' with identifier '${name}' already exists.`,
  });
});

test('the name of a bucket is taken everywhere, of a role in the account, of anything else in its region', async () => {
  const [elsewhere, another] = [{ region: 'us-east-1' }, { account: '333333333333' }];
  expect(await claim('AWS::S3::Bucket', { BucketName: 'a' }, { ...elsewhere, ...another })).toHaveProperty('It');
  expect(await claim('AWS::IAM::Role', { RoleName: 'a' }, elsewhere)).toHaveProperty('It');
  expect(await claim('AWS::IAM::Role', { RoleName: 'a' }, another)).toEqual({});
  expect(await claim('AWS::Logs::LogGroup', { LogGroupName: 'a' }, elsewhere)).toEqual({});
});

test('what has no name of its own excludes nothing', async () => {
  expect(await claim('AWS::ApiGateway::ApiKey', { Name: 'a' })).toEqual({});
  expect(await claim('AWS::SNS::TopicInlinePolicy', { TopicArn: 'a' })).toEqual({});
  expect(await claim('AWS::EC2::SecurityGroup', { GroupName: 'a' })).toEqual({});
  expect(await claim('AWS::Logs::LogGroup', {})).toEqual({});
  // A part is named within what it is part of, which is known only when that is made.
  expect(await claim('AWS::ApiGateway::Model', { Name: 'a' })).toEqual({});
  expect(await claim('AWS::ApiGateway::Model', { Name: 'a', RestApiId: 'r' })).toEqual({});
  expect(await claim('Custom::Thing', { Name: 'a' })).toEqual({});
});
