import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetReportGroupsCommand, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodeCommitClient, GetRepositoryCommand } from '@aws-sdk/client-codecommit';
import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient, paginateListAliases } from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeDBClustersCommand, DescribeDBProxiesCommand, RDSClient } from '@aws-sdk/client-rds';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { statusOf } from '../accounts/status-of';
import type { AwsPlace } from './aws-place';
import { namedAtTheEdge } from './named-at-the-edge';
import { fromList, type Holder, type NamedType, oneByOne } from './named-type';
import { namedWatchers } from './named-watchers';

/** By the type's name in templates. */
export const namedTypes: Readonly<Record<string, NamedType>> = {
  'AWS::IAM::Role': {
    words: 'roles',
    property: 'RoleName',
    holders: oneByOne({
      missing: ['NoSuchEntityException'],
      find: (aws, RoleName) => aws.client(IAMClient).send(new GetRoleCommand({ RoleName })),
    }),
  },
  'AWS::Logs::LogGroup': { words: 'log groups', property: 'LogGroupName', holders: logGroups },
  'AWS::CodeBuild::ReportGroup': {
    words: 'report groups',
    property: 'Name',
    holders: reportGroups,
  },
  'AWS::CodePipeline::Pipeline': {
    words: 'pipeline',
    property: 'Name',
    holders: oneByOne({
      missing: ['PipelineNotFoundException'],
      find: (aws, name) => aws.client(CodePipelineClient).send(new GetPipelineCommand({ name })),
    }),
  },
  'AWS::ECR::Repository': {
    words: 'image repository',
    property: 'RepositoryName',
    holders: oneByOne({
      missing: ['RepositoryNotFoundException'],
      find: (aws, name) => aws.client(ECRClient).send(new DescribeRepositoriesCommand({ repositoryNames: [name] })),
    }),
  },
  // https://docs.aws.amazon.com/codecommit/latest/APIReference/API_GetRepository.html
  'AWS::CodeCommit::Repository': {
    words: 'source repository',
    property: 'RepositoryName',
    holders: oneByOne({
      missing: ['RepositoryDoesNotExistException'],
      find: (aws, repositoryName) => aws.client(CodeCommitClient).send(new GetRepositoryCommand({ repositoryName })),
      idIn: ({ repositoryMetadata }) => repositoryMetadata?.repositoryId,
    }),
  },
  'AWS::RDS::DBCluster': {
    words: 'cluster',
    property: 'DBClusterIdentifier',
    holders: oneByOne({
      missing: ['DBClusterNotFoundFault'],
      find: (aws, DBClusterIdentifier) =>
        aws.client(RDSClient).send(new DescribeDBClustersCommand({ DBClusterIdentifier })),
    }),
  },
  'AWS::RDS::DBProxy': {
    words: 'proxy',
    property: 'DBProxyName',
    holders: oneByOne({
      missing: ['DBProxyNotFoundFault'],
      find: (aws, DBProxyName) => aws.client(RDSClient).send(new DescribeDBProxiesCommand({ DBProxyName })),
    }),
  },
  // A stack nested in the one that gives the name makes the function:
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-secretsmanager.html
  'AWS::SecretsManager::RotationSchedule': {
    words: 'rotation functions',
    property: 'HostedRotationLambda.RotationLambdaName',
    heldBy: 'AWS::Lambda::Function',
    holders: oneByOne({
      missing: ['ResourceNotFoundException'],
      find: (aws, FunctionName) => aws.client(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName })),
    }),
  },
  'AWS::KMS::Alias': { words: 'key aliases', property: 'AliasName', holders: fromList('key aliases', keyAliases) },
  // https://docs.aws.amazon.com/firehose/latest/APIReference/API_DescribeDeliveryStream.html
  'AWS::KinesisFirehose::DeliveryStream': {
    words: 'delivery streams',
    property: 'DeliveryStreamName',
    holders: oneByOne({
      missing: ['ResourceNotFoundException'],
      find: (aws, DeliveryStreamName) =>
        aws.client(FirehoseClient).send(new DescribeDeliveryStreamCommand({ DeliveryStreamName })),
    }),
  },
  // Taken once among all accounts. Of somebody else's bucket S3 says no more than of one that may not be asked for: it is not seen
  // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html).
  'AWS::S3::Bucket': {
    words: 'buckets',
    property: 'BucketName',
    holders: oneByOne({
      missing: ['NotFound', 'NoSuchBucket'],
      find: findBucket,
    }),
  },
  ...namedWatchers,
  ...namedAtTheEdge,
};

/** A log group is found by the prefix that its name is. */
async function logGroups(aws: AwsPlace, names: readonly string[]): Promise<readonly Holder[]> {
  const client = aws.client(CloudWatchLogsClient);
  const holderOf = async (name: string): Promise<readonly Holder[]> => {
    for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
      if (page.logGroups?.some(({ logGroupName }) => logGroupName === name)) return [{ name }];
    }
    return [];
  };
  return (await Promise.all(names.map(holderOf))).flat();
}

/** One call takes up to 100 (https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetReportGroups.html). */
async function reportGroups(aws: AwsPlace, names: readonly string[]): Promise<readonly Holder[]> {
  const { account, region } = aws;
  const reportGroupArns = names.map((name) => `arn:aws:codebuild:${region}:${account}:report-group/${name}`);
  const command = new BatchGetReportGroupsCommand({ reportGroupArns });
  const { reportGroups: found = [] } = await aws.client(CodeBuildClient).send(command);
  return found.flatMap(({ name }) => (name === undefined ? [] : { name }));
}

/**
 * By the list, for which a right in IAM suffices; a key's policy may refuse to describe the key
 * (https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html).
 */
async function keyAliases(aws: AwsPlace): Promise<readonly Holder[]> {
  const found: Holder[] = [];
  for await (const { Aliases = [] } of paginateListAliases({ client: aws.client(KMSClient), pageSize: 100 }, {})) {
    for (const { AliasName: name } of Aliases) if (name) found.push({ name });
  }
  return found;
}

/** A bucket that is in another region is there. */
async function findBucket(aws: AwsPlace, Bucket: string): Promise<void> {
  try {
    await aws.client(S3Client).send(new HeadBucketCommand({ Bucket }));
  } catch (error) {
    if (statusOf(error) !== 301) throw error;
  }
}
