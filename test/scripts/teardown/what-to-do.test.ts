import { whatToDo } from '../../../scripts/teardown/what-to-do';

const resource = (type: string, reason: string) => ({ logicalId: 'Thing', physicalId: 'thing-1', type, reason });

test.each([
  ['AWS::S3::Bucket', 'The bucket you tried to delete is not empty', /empty the bucket.*delete-objects.*thing-1/],
  ['AWS::EC2::SecurityGroup', 'resource sg-1 has a dependent object', /Name=group-id,Values=thing-1/],
  ['AWS::EC2::Subnet', "The subnet 'subnet-1' has dependencies and cannot be deleted", /Name=subnet-id,Values=thing-1/],
  ['AWS::EC2::VPC', "The vpc 'vpc-1' has dependencies and cannot be deleted", /Name=vpc-id,Values=thing-1/],
  ['AWS::CloudFront::VpcOrigin', 'The VPC origin is in use by a distribution', /wait half an hour/],
  [
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'Load balancer cannot be deleted because deletion protection is enabled',
    /switch its deletion protection off/,
  ],
  ['AWS::RDS::DBCluster', 'Cannot delete protected Cluster, please disable deletion protection', /protection off/],
  [
    'AWS::SecretsManager::Secret',
    "You can't delete secret thing-1 that still has replica regions [eu-central-1]",
    /remove-regions-from-replication .*--secret-id thing-1/,
  ],
  ['AWS::CloudFormation::Stack', 'Role arn:aws:iam::1:role/cfn-exec is invalid or cannot be assumed', /bootstrap/],
  ['AWS::IAM::Role', 'User: x is not authorized to perform: iam:DeleteRole', /lacks this right/],
  ['AWS::KMS::Alias', 'Internal Failure', /clear what AWS's words name, and call teardown again/],
])('what a person does about %s: %s', (type, reason, advice) => {
  expect(whatToDo(resource(type, reason), 'eu-west-1')).toMatch(advice);
});
