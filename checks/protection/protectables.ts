import {
  CloudFormationClient,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeLoadBalancerAttributesCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeDBClustersCommand, ModifyDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { assumeRole } from '../assume-role';
import { awsClientSettings } from '../aws-client';
import type { Protectable } from './protect';
import type { ProtectionSettings } from './settings';

/** What is to be protected: the stacks, the database, the load balancer. */
export function protectablesOf(settings: ProtectionSettings): readonly Protectable[] {
  const { environment, execution, roleArn, region, stacks, cluster, loadBalancerArn } = settings;
  const credentials = assumeRole(roleArn, `${environment}-protection-${execution}`);
  return [
    ...stacks.map((stack) =>
      protectableStack(
        stack.name,
        new CloudFormationClient({ ...awsClientSettings, credentials, region: stack.region }),
      ),
    ),
    protectableCluster(cluster, new RDSClient({ ...awsClientSettings, credentials, region })),
    ...[loadBalancerArn]
      .flatMap((arn) => arn ?? [])
      .map((arn) =>
        protectableLoadBalancer(arn, new ElasticLoadBalancingV2Client({ ...awsClientSettings, credentials, region })),
      ),
  ];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html */
function protectableStack(name: string, client: CloudFormationClient): Protectable {
  return {
    name: `stack ${name}`,
    async isProtected() {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
      return Stacks?.[0]?.EnableTerminationProtection === true;
    },
    async protect() {
      await client.send(new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: true }));
    },
  };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html */
function protectableCluster(identifier: string, client: RDSClient): Protectable {
  return {
    name: `database cluster ${identifier}`,
    async isProtected() {
      const { DBClusters } = await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifier }));
      return DBClusters?.[0]?.DeletionProtection === true;
    },
    async protect() {
      // Without ApplyImmediately, which would also apply what else waits for the maintenance window; this change never waits
      // (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html).
      await client.send(new ModifyDBClusterCommand({ DBClusterIdentifier: identifier, DeletionProtection: true }));
    },
  };
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#deletion-protection */
function protectableLoadBalancer(arn: string, client: ElasticLoadBalancingV2Client): Protectable {
  const attribute = 'deletion_protection.enabled';
  return {
    name: `load balancer ${arn}`,
    async isProtected() {
      const { Attributes } = await client.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }));
      return Attributes?.some(({ Key, Value }) => Key === attribute && Value === 'true') ?? false;
    },
    async protect() {
      await client.send(
        new ModifyLoadBalancerAttributesCommand({
          LoadBalancerArn: arn,
          Attributes: [{ Key: attribute, Value: 'true' }],
        }),
      );
    },
  };
}
