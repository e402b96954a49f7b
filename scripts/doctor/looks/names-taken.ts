import type { AssemblyStack } from '../../build/assembly';
import type { AwsPlace } from '../aws-place';
import type { Look, Problem } from '../look';
import { isThere, type NamedType, namedTypes } from '../named-resources';
import { accountOf } from '../places-of';
import { stackResources } from '../stack-resources';
import { textsOf } from '../template-values';

/**
 * Whether the names that the stacks give themselves are free, or held by the stack that is to have them. What an earlier attempt
 * or another clone holds makes a creation fail with *already exists*.
 */
export const namesTaken: Look = {
  name: 'names taken',
  actions: [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'codebuild:BatchGetReportGroups',
    'codepipeline:GetPipeline',
    'ecr:DescribeRepositories',
    'iam:GetRole',
    'logs:DescribeLogGroups',
    'rds:DescribeDBClusters',
    'rds:DescribeDBProxies',
  ],
  questions: async ({ stacks }) =>
    (await stacks).flatMap((stack) =>
      Object.entries(namedTypes).flatMap(([type, named]) => {
        const names = textsOf(stack, type, (properties) => properties[named.property]);
        if (names.length === 0) return [];
        return {
          what: `names of ${named.words} of ${stack.name}: ${names.join(', ')}`,
          account: accountOf(stack),
          region: stack.region,
          ask: (aws) => look(aws, stack, type, named, names),
        };
      }),
    ),
};

async function look(
  aws: AwsPlace,
  { name: stack }: AssemblyStack,
  type: string,
  named: NamedType,
  names: readonly string[],
): Promise<readonly Problem[]> {
  const living = await stackResources(aws, stack);
  const own = new Set(living.map(({ ResourceType, PhysicalResourceId }) => `${ResourceType} ${PhysicalResourceId}`));
  const others = names.filter((name) => !own.has(`${type} ${name}`) && !own.has(`${type} ${arnOf(aws, type, name)}`));
  const taken = await Promise.all(others.map((name) => isThere(aws, named, name)));
  return others
    .filter((_, index) => taken[index])
    .map((name) => ({
      code: 'TAP6191',
      what: `${type} ${name} exists already, and stack ${stack}, which is to make it, does not hold it`,
      todo: 'look who holds it: delete what an earlier attempt left, or choose another application or name of the environment',
      runbook: 'first-deployment',
    }));
}

/** CloudFormation knows report groups by their ARN. */
function arnOf({ account, region }: AwsPlace, type: string, name: string): string {
  return type === 'AWS::CodeBuild::ReportGroup' ? `arn:aws:codebuild:${region}:${account}:report-group/${name}` : name;
}
