import type { AssemblyStack } from '../../build/assembly';
import type { AwsPlace } from '../aws-place';
import type { Look, Problem } from '../look';
import { namedTypes } from '../named-resources';
import { type NamedType, tellsName } from '../named-type';
import { accountOf } from '../places-of';
import { resourcesOfTree } from '../stack-resources';
import { textsOf, valueAt } from '../template-values';

/**
 * Whether the names that the stacks give themselves are free, or held by the stack that is to have them. What an earlier attempt
 * or another clone holds makes a creation fail with *already exists*.
 */
export const namesTaken: Look = {
  name: 'names taken',
  actions: [
    'cloudformation:DescribeStacks',
    'cloudformation:ListStackResources',
    'cloudfront:DescribeFunction',
    'cloudfront:ListOriginAccessControls',
    'cloudfront:ListResponseHeadersPolicies',
    'cloudfront:ListVpcOrigins',
    'cloudwatch:DescribeAlarms',
    'cloudwatch:GetDashboard',
    'codebuild:BatchGetReportGroups',
    'codecommit:GetRepository',
    'codepipeline:GetPipeline',
    'ecr:DescribeRepositories',
    'firehose:DescribeDeliveryStream',
    'iam:GetRole',
    'kms:ListAliases',
    'lambda:GetFunctionConfiguration',
    'logs:DescribeLogGroups',
    'rds:DescribeDBClusters',
    'rds:DescribeDBProxies',
    's3:ListBucket',
  ],
  questions: async ({ stacks }) =>
    (await stacks).flatMap((stack) =>
      Object.entries(namedTypes).flatMap(([type, named]) => {
        const names = textsOf(stack, type, (properties) => valueAt(properties, named.property));
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
  const { heldBy = type, holders } = named;
  const living = await resourcesOfTree(aws, stack);
  const own = living.flatMap(({ ResourceType, PhysicalResourceId: id }) => (ResourceType === heldBy && id ? id : []));
  const open = names.filter((name) => !own.some((id) => tellsName(id, name)));
  const found = open.length === 0 ? [] : await holders(aws, open);
  return found
    .filter(({ id }) => id === undefined || !own.includes(id))
    .map(({ name }) => ({
      code: 'TAP6191',
      what: `${heldBy} ${name} exists already, and stack ${stack}, which is to make it, does not hold it`,
      todo: 'look who holds it: delete what an earlier attempt left, or choose another application or name of the environment',
      runbook: 'first-deployment',
    }));
}
