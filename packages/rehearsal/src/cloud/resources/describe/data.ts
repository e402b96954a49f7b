import { type DescribeTable, json, query, rest, text } from './ask';

const rds = query('rds', '2014-10-31');
const secrets = json('secretsmanager', 'secretsmanager');
const kms = json('kms', 'TrentService');
const ssm = json('ssm', 'AmazonSSM');
const ecr = json('ecr', 'AmazonEC2ContainerRegistry_V20150921');
const s3 = rest('s3');

/** Databases, secrets, keys, buckets, images. */
export const data: DescribeTable = {
  'AWS::RDS::DBCluster': ({ physicalId: id }) => rds('DescribeDBClusters', { DBClusterIdentifier: id }, id),
  'AWS::RDS::DBInstance': ({ physicalId: id }) => rds('DescribeDBInstances', { DBInstanceIdentifier: id }, id),
  'AWS::RDS::DBSubnetGroup': ({ physicalId: name }) => rds('DescribeDBSubnetGroups', { DBSubnetGroupName: name }, name),
  'AWS::RDS::DBClusterParameterGroup': ({ physicalId: name }) =>
    rds('DescribeDBClusterParameterGroups', { DBClusterParameterGroupName: name }, name),
  'AWS::RDS::DBParameterGroup': ({ physicalId: name }) =>
    rds('DescribeDBParameterGroups', { DBParameterGroupName: name }, name),
  'AWS::RDS::DBProxy': ({ physicalId: name }) => rds('DescribeDBProxies', { DBProxyName: name }, name),
  'AWS::RDS::DBProxyTargetGroup': (resource) => {
    const clusters = resource.properties.DBClusterIdentifiers;
    const [cluster] = Array.isArray(clusters) ? clusters : [];
    return rds(
      'DescribeDBProxyTargets',
      { DBProxyName: text(resource, 'DBProxyName') },
      String(cluster ?? 'no cluster'),
    );
  },
  'AWS::SecretsManager::Secret': ({ physicalId: arn }) => secrets('DescribeSecret', { SecretId: arn }, arn),
  'AWS::SecretsManager::ResourcePolicy': (resource) =>
    secrets('GetResourcePolicy', { SecretId: text(resource, 'SecretId') }, 'ResourcePolicy'),
  // What the attachment adds to a secret is the database's host; the value itself goes no further than this comparison.
  'AWS::SecretsManager::SecretTargetAttachment': (resource) =>
    secrets('GetSecretValue', { SecretId: text(resource, 'SecretId') }, '\\"host\\"'),
  'AWS::KMS::Key': ({ physicalId: id }) => kms('DescribeKey', { KeyId: id }, id),
  'AWS::KMS::Alias': (resource) =>
    kms('ListAliases', { KeyId: text(resource, 'TargetKeyId').split('/').at(-1) }, resource.physicalId),
  'AWS::SSM::Parameter': ({ physicalId: name }) =>
    ssm('DescribeParameters', { ParameterFilters: [{ Key: 'Name', Values: [name] }] }, name),
  'AWS::ECR::Repository': ({ physicalId: name }) => ecr('DescribeRepositories', { repositoryNames: [name] }, name),
  'AWS::S3::Bucket': ({ physicalId: name }) => s3('ListBuckets', '/', `<Name>${name}</Name>`),
  'AWS::S3::BucketPolicy': (resource) => s3('GetBucketPolicy', `/${text(resource, 'Bucket')}?policy`, 'Statement'),
};
