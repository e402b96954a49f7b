import { restoreTypes, standInType } from '../../../../src/cloud/gateway/templates/stand-in-types';

const types = [
  'AWS::CodePipeline::Pipeline',
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::EC2::SubnetNetworkAclAssociation',
];

test('a stand-in carries its original type in characters that CloudFormation allows', () => {
  const names = types.map(standInType);
  expect(names.filter((name) => /^Custom::[\w@-]{1,60}$/.test(name))).toHaveLength(types.length);
});

test('answers get the original types back, and custom types stay as they are', () => {
  const answer = [...types.map(standInType), 'Custom::CDKBucketDeployment'].join(' ');
  expect(restoreTypes(answer)).toBe([...types, 'Custom::CDKBucketDeployment'].join(' '));
});
