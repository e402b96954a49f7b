import type { Stack } from '@aws-sdk/client-cloudformation';
import {
  DescribeLoadBalancerAttributesCommand,
  ElasticLoadBalancingV2Client,
  type LoadBalancerAttribute,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type DBCluster, DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { type EnvironmentConfiguration, physicalNames } from '../../../lib/config';
import type { AssemblyStack } from '../../build/assembly';
import type { AwsPlace } from '../aws-place';
import { ownStack } from '../foreign-stacks';
import { isNamed } from '../is-named';
import type { Look, Problem, Question } from '../look';
import { accountOf } from '../places-of';
import { lastSelfMutation } from '../self-mutation';
import { stackResources } from '../stack-resources';

/**
 * Whether what is to be protected still is, and is there at all, once it was complete: what the pipeline protects after each deployment (stacks and load
 * balancer of production, databases that are configured so), and its own stack, which its self-mutation protects. A stack of
 * a further region's artifacts is never protected: the first deployment there must be repeatable.
 */
export const protection: Look = {
  name: 'protection',
  actions: [
    'cloudformation:DescribeStacks',
    'cloudformation:GetTemplate',
    'cloudformation:ListStackResources',
    'codepipeline:GetPipelineState',
    'elasticloadbalancing:DescribeLoadBalancerAttributes',
    'rds:DescribeDBClusters',
  ],
  questions: async ({ configuration, stacks }) => {
    const all = await stacks;
    const { application, environments } = configuration;
    const stackOf = ({ name }: EnvironmentConfiguration, id: string) =>
      all.filter((one) => one.name === `${name}-${id}`);
    const production = environments.filter((environment) => environment.production);
    return [
      ...all
        .filter(({ stage }) => production.some(({ name }) => name === stage))
        .map((one) => ofStack(application, one)),
      ...production.flatMap((one) => stackOf(one, 'Service').map((stack) => ofLoadBalancer(application, one, stack))),
      ...environments
        .filter(({ database }) => database.deletionProtection)
        .flatMap((one) => stackOf(one, 'Data').map((stack) => ofDatabase(application, one, stack))),
      ...all.filter(({ name }) => name === 'PipelineStack').map((stack) => ofPipeline(application, stack)),
    ];
  },
};

function ofStack(application: string, stack: AssemblyStack): Question {
  return {
    what: `termination protection of ${stack.name}`,
    account: accountOf(stack),
    region: stack.region,
    ask: async (aws) => {
      if ((await unprotected(aws, stack, application)) === undefined) return [];
      const what = `stack ${stack.name} of a production environment may be deleted: its termination protection is off`;
      return [{ code: 'TAP6125', what, todo: protect(stack) }];
    },
  };
}

function ofPipeline(application: string, stack: AssemblyStack): Question {
  return {
    what: `termination protection of ${stack.name}`,
    account: accountOf(stack),
    region: stack.region,
    ask: async (aws) => {
      const there = await unprotected(aws, stack, application);
      if (there === undefined) return [];
      const mutated = await lastSelfMutation(aws, `${application}-delivery`);
      const since = there.LastUpdatedTime ?? there.CreationTime;
      // A deployment by hand leaves it off until the pipeline has run.
      if (mutated === undefined || (since !== undefined && mutated < since)) return [];
      const what = `stack ${stack.name} may be deleted: its termination protection is off, although the pipeline updated itself on ${mutated.toISOString()}`;
      return [{ code: 'TAP6126', what, todo: protect(stack) }];
    },
  };
}

function ofDatabase(
  application: string,
  { name, account, region }: EnvironmentConfiguration,
  stack: AssemblyStack,
): Question {
  const DBClusterIdentifier = physicalNames(application, name).databaseCluster;
  return {
    what: `deletion protection of cluster ${DBClusterIdentifier}`,
    account,
    region,
    ask: async (aws): Promise<readonly Problem[]> => {
      if (!isComplete(await ownStack(aws, stack, application))) return [];
      const client = aws.client(RDSClient);
      const DBClusters = await clustersNamed(client, DBClusterIdentifier);
      if (DBClusters.length === 0) {
        const todo = `look in CloudTrail who deleted it, and what is left to restore: aws rds describe-db-cluster-snapshots --db-cluster-identifier ${DBClusterIdentifier} --region ${region}`;
        return [goneFrom(stack, `cluster ${DBClusterIdentifier}`, todo)];
      }
      if (DBClusters.every(({ DeletionProtection }) => DeletionProtection)) return [];
      const what = `cluster ${DBClusterIdentifier} may be deleted with all its data: its deletion protection is off`;
      const todo = `aws rds modify-db-cluster --db-cluster-identifier ${DBClusterIdentifier} --deletion-protection --apply-immediately --region ${region}`;
      return [{ code: 'TAP6127', what, todo }];
    },
  };
}

function ofLoadBalancer(
  application: string,
  { name, account, region }: EnvironmentConfiguration,
  stack: AssemblyStack,
): Question {
  return {
    what: `deletion protection of the load balancer of ${name}`,
    account,
    region,
    ask: async (aws): Promise<readonly Problem[]> => {
      if (!isComplete(await ownStack(aws, stack, application))) return [];
      const resources = await stackResources(aws, stack.name);
      const arns = resources.flatMap(({ ResourceType, PhysicalResourceId }) =>
        ResourceType === 'AWS::ElasticLoadBalancingV2::LoadBalancer' ? (PhysicalResourceId ?? []) : [],
      );
      const client = aws.client(ElasticLoadBalancingV2Client);
      const problems = arns.map(async (LoadBalancerArn) => {
        const Attributes = await attributesOf(client, LoadBalancerArn);
        if (Attributes === undefined) {
          const todo = `look in CloudTrail who deleted it; drift detection shows it, too: aws cloudformation detect-stack-drift --stack-name ${stack.name} --region ${region}`;
          return [goneFrom(stack, `load balancer ${LoadBalancerArn}`, todo)];
        }
        if (Attributes.some(({ Key, Value }) => Key === 'deletion_protection.enabled' && Value === 'true')) return [];
        const what = `the load balancer of ${name} may be deleted: its deletion protection is off`;
        const todo = `aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${LoadBalancerArn} --attributes Key=deletion_protection.enabled,Value=true --region ${region}`;
        return [{ code: 'TAP6128', what, todo }];
      });
      return (await Promise.all(problems)).flat();
    },
  };
}

/** What somebody has deleted under a stack that still counts it among its own. */
function goneFrom({ name }: AssemblyStack, what: string, todo: string): Problem {
  return { code: 'TAP6133', what: `${what} is gone, although stack ${name} has made it`, todo };
}

async function clustersNamed(client: RDSClient, DBClusterIdentifier: string): Promise<readonly DBCluster[]> {
  try {
    return (await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters ?? [];
  } catch (error) {
    if (isNamed(error, 'DBClusterNotFoundFault')) return [];
    throw error;
  }
}

/** @returns undefined if there is no such load balancer */
async function attributesOf(
  client: ElasticLoadBalancingV2Client,
  LoadBalancerArn: string,
): Promise<readonly LoadBalancerAttribute[] | undefined> {
  try {
    return (await client.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }))).Attributes ?? [];
  } catch (error) {
    if (isNamed(error, 'LoadBalancerNotFoundException')) return undefined;
    throw error;
  }
}

/** The stack, if it was complete once and may be deleted. */
async function unprotected(aws: AwsPlace, stack: AssemblyStack, application: string): Promise<Stack | undefined> {
  const there = await ownStack(aws, stack, application);
  return isComplete(there) && !there?.EnableTerminationProtection ? there : undefined;
}

function isComplete(stack: Stack | undefined): boolean {
  return /^(CREATE|IMPORT|UPDATE|UPDATE_ROLLBACK)_COMPLETE/.test(String(stack?.StackStatus));
}

function protect({ name, region }: AssemblyStack): string {
  return `aws cloudformation update-termination-protection --enable-termination-protection --stack-name ${name} --region ${region}`;
}
