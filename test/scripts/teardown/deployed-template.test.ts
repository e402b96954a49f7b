import {
  type DeployedTemplate,
  fateOf,
  importedNames,
  parseTemplate,
  weakReferences,
} from '../../../scripts/teardown/deployed-template';

describe('a deployed template', () => {
  test.each([
    ['AWS::S3::Bucket', undefined, 'goes'],
    ['AWS::S3::Bucket', 'Delete', 'goes'],
    ['AWS::S3::Bucket', 'Retain', 'stays'],
    ['AWS::S3::Bucket', 'RetainExceptOnCreate', 'stays'],
    ['AWS::RDS::DBCluster', 'Snapshot', 'leaves a snapshot'],
    // CloudFormation's own defaults, which no template has to write down.
    ['AWS::RDS::DBCluster', undefined, 'leaves a snapshot'],
    ['AWS::RDS::DBInstance', undefined, 'leaves a snapshot'],
    ['AWS::RDS::DBCluster', 'Delete', 'goes'],
  ])('with %s under the policy %s says that it %s', (Type, DeletionPolicy, fate) => {
    expect(fateOf({ Type, DeletionPolicy })).toBe(fate);
  });

  test('lets an instance go with its cluster, which has the snapshot', () => {
    const Properties = { DBClusterIdentifier: { Ref: 'Cluster' } };
    expect(fateOf({ Type: 'AWS::RDS::DBInstance', Properties })).toBe('goes');
  });

  test('is read as far as it is JSON with resources', () => {
    expect(parseTemplate('{"Resources":{}}')).toEqual({ Resources: {} });
    for (const other of ['Resources: {}', '[]', '{}', 'null', '{"Resources":null}', '']) {
      expect(parseTemplate(other)).toBeUndefined();
    }
  });

  test('is read for what it imports and for outputs that it reads by name', () => {
    const template: DeployedTemplate = {
      Resources: {
        A: {
          Type: 'T',
          Properties: {
            Deep: [{ 'Fn::Join': ['', [{ 'Fn::ImportValue': 'Dev-Network:Vpc' }]] }],
            Other: { 'Fn::GetStackOutput': { StackName: 'Dev-Service', OutputName: 'Alb', Region: 'eu-west-1' } },
            Near: { 'Fn::GetStackOutput': { StackName: 'Dev-Data', OutputName: 'X' } },
            Built: { 'Fn::ImportValue': { 'Fn::Sub': 'x' } },
          },
        },
      },
    };
    expect(importedNames(template)).toEqual(['Dev-Network:Vpc']);
    expect(weakReferences(template, 'us-east-1')).toEqual(['eu-west-1/Dev-Service', 'us-east-1/Dev-Data']);
  });
});
