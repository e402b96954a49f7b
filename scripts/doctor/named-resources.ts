import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetReportGroupsCommand, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DescribeDBClustersCommand, DescribeDBProxiesCommand, RDSClient } from '@aws-sdk/client-rds';
import type { AwsPlace } from './aws-place';
import { isNamed } from './is-named';

/** A type of resource that the stacks name themselves, of whose names AWS takes each once. */
export interface NamedType {
  /** In words, in the plural. */
  readonly words: string;
  readonly property: string;
  /** Error by which the service says that there is none. */
  readonly missing: string;
  /** Asks for a resource; the answer may also be false. */
  readonly find: (aws: AwsPlace, name: string) => Promise<unknown>;
}

/** By the type's name in templates. */
export const namedTypes: Readonly<Record<string, NamedType>> = {
  'AWS::IAM::Role': {
    words: 'roles',
    property: 'RoleName',
    missing: 'NoSuchEntityException',
    find: (aws, RoleName) => aws.client(IAMClient).send(new GetRoleCommand({ RoleName })),
  },
  'AWS::Logs::LogGroup': {
    words: 'log groups',
    property: 'LogGroupName',
    missing: 'ResourceNotFoundException',
    find: async (aws, logGroupNamePrefix) => {
      const client = aws.client(CloudWatchLogsClient);
      for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
        if (logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix)) return true;
      }
      return false;
    },
  },
  'AWS::CodeBuild::ReportGroup': {
    words: 'report groups',
    property: 'Name',
    missing: 'ResourceNotFoundException',
    find: async (aws, name) => {
      const reportGroupArns = [`arn:aws:codebuild:${aws.region}:${aws.account}:report-group/${name}`];
      const { reportGroups = [] } = await aws
        .client(CodeBuildClient)
        .send(new BatchGetReportGroupsCommand({ reportGroupArns }));
      return reportGroups.length > 0;
    },
  },
  'AWS::CodePipeline::Pipeline': {
    words: 'pipeline',
    property: 'Name',
    missing: 'PipelineNotFoundException',
    find: (aws, name) => aws.client(CodePipelineClient).send(new GetPipelineCommand({ name })),
  },
  'AWS::ECR::Repository': {
    words: 'image repository',
    property: 'RepositoryName',
    missing: 'RepositoryNotFoundException',
    find: (aws, name) => aws.client(ECRClient).send(new DescribeRepositoriesCommand({ repositoryNames: [name] })),
  },
  'AWS::RDS::DBCluster': {
    words: 'cluster',
    property: 'DBClusterIdentifier',
    missing: 'DBClusterNotFoundFault',
    find: (aws, DBClusterIdentifier) =>
      aws.client(RDSClient).send(new DescribeDBClustersCommand({ DBClusterIdentifier })),
  },
  'AWS::RDS::DBProxy': {
    words: 'proxy',
    property: 'DBProxyName',
    missing: 'DBProxyNotFoundFault',
    find: (aws, DBProxyName) => aws.client(RDSClient).send(new DescribeDBProxiesCommand({ DBProxyName })),
  },
};

/** Whether a resource of this name is there, whoever made it. */
export async function isThere(aws: AwsPlace, { find, missing }: NamedType, name: string): Promise<boolean> {
  try {
    return Boolean(await find(aws, name));
  } catch (error) {
    if (isNamed(error, missing)) return false;
    throw error;
  }
}
