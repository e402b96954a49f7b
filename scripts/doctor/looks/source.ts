import type { DeliveryConfiguration, SourceConfiguration } from '../../../lib/config';
import type { AwsPlace } from '../aws-place';
import { connectionStatus } from '../connections';
import { isNamed } from '../is-named';
import type { Look, Problem, Question } from '../look';
import { repositoryProblems } from '../repository';
import { bucketProblems } from '../source-bucket';

/**
 * Whether the pipeline can fetch: the connection's state, repository and branch of CodeCommit, or the bucket. What lies behind a
 * connection is the provider's, and nobody's credentials of AWS show it.
 */
export const source: Look = {
  name: 'source',
  actions: [
    'cloudformation:DescribeStacks',
    'codecommit:GetBranch',
    'codecommit:GetRepository',
    'codeconnections:GetConnection',
    'codestar-connections:GetConnection',
    's3:GetBucketNotification',
    's3:GetBucketVersioning',
    's3:GetEncryptionConfiguration',
    's3:GetObject',
    's3:ListBucket',
  ],
  questions: async ({ configuration }) => [questionOf(configuration)],
};

function questionOf({ pipeline }: DeliveryConfiguration): Question {
  const { account, region, source: from } = pipeline;
  switch (from.kind) {
    case 'connection':
      return {
        what: `connection ${from.connectionArn}`,
        account,
        region: from.connectionArn.split(':')[3] ?? region,
        ask: (aws) => connection(aws, from),
      };
    case 'codecommit':
      return {
        what: `branch ${from.branch} of repository ${from.repositoryName}`,
        account,
        region,
        ask: (aws) => repositoryProblems(aws, from),
      };
    case 's3':
      return { what: `bucket ${from.bucketName}`, account, region, ask: (aws) => bucketProblems(aws, from) };
  }
}

async function connection(
  aws: AwsPlace,
  { connectionArn }: SourceConfiguration & { kind: 'connection' },
): Promise<readonly Problem[]> {
  const problem = (what: string, todo: string): readonly Problem[] => [
    { code: 'TAP6141', what, todo, runbook: 'connection' },
  ];
  try {
    const status = await connectionStatus(aws, connectionArn);
    if (status === 'AVAILABLE') return [];
    const todo = 'complete its handshake in the console, or connect anew, as the runbook says';
    return problem(`the connection is ${status}, not AVAILABLE`, todo);
  } catch (error) {
    if (!isNamed(error, 'ResourceNotFoundException')) throw error;
    return problem('there is no such connection', 'make one, and put its ARN into pipeline.source.connectionArn');
  }
}
