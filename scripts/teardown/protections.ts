import { DescribeLoadBalancerAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { type AccountClients, asked, type RegionClients } from './aws';
import { fateOf } from './deployed-template';
import type { HeldResource, LivingStack } from './living-stacks';

/** Something that keeps a stack from being deleted until a person removes it. */
export interface Protection {
  readonly what: string;
  /** The commands by which a person removes it, in this order. */
  readonly commands: readonly string[];
}

/**
 * Every protection that is on now. What the templates say is no evidence: a person may have switched it off, or on.
 *
 * @throws CodedError TAP6002 to TAP6009 if a service refuses to say
 */
export async function findProtections(
  stacks: readonly LivingStack[],
  clients: AccountClients,
): Promise<readonly Protection[]> {
  const found: Protection[] = [];
  for (const stack of stacks) {
    const here = clients.in(stack.region);
    if (stack.terminationProtection) found.push(terminationProtection(stack));
    for (const resource of stack.resources) {
      if (resource.type === 'AWS::RDS::DBCluster') found.push(...(await ofCluster(resource, stack, here)));
      if (resource.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer') {
        found.push(...(await ofLoadBalancer(resource, stack, here)));
      }
    }
  }
  return found;
}

function terminationProtection({ name, region }: LivingStack): Protection {
  return {
    what: `termination protection of ${name}`,
    commands: [
      `aws cloudformation update-termination-protection --region ${region} --no-enable-termination-protection --stack-name ${name}`,
    ],
  };
}

/**
 * A protected cluster can't be deleted. One that its template keeps stands in the network's subnets, which then can't be deleted
 * either: it has to go before, by a person who has taken a snapshot. Until it is deleted it may be written to, so the deletion takes
 * another one: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
 */
async function ofCluster(
  { physicalId, logicalId }: HeldResource,
  { name, region, template }: LivingStack,
  clients: RegionClients,
): Promise<readonly Protection[]> {
  const cluster = await asked(clients, 'rds:DescribeDBClusters', () =>
    clients.rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: physicalId })).then(
      ({ DBClusters }) => DBClusters?.[0],
      (error: unknown) => {
        if (error instanceof Error && error.name === 'DBClusterNotFoundFault') return undefined;
        throw error;
      },
    ),
  );
  if (cluster === undefined) return [];
  const at = `--region ${region} --db-cluster-identifier ${physicalId}`;
  const unprotect = cluster.DeletionProtection
    ? [`aws rds modify-db-cluster ${at} --no-deletion-protection --apply-immediately`]
    : [];
  const resource = template.Resources[logicalId];
  if (resource === undefined || fateOf(resource) !== 'stays') {
    return unprotect.length === 0
      ? []
      : [{ what: `deletion protection of the cluster ${physicalId} in ${name}`, commands: unprotect }];
  }
  const members = (cluster.DBClusterMembers ?? []).flatMap(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? []);
  return [
    {
      what: `the cluster ${physicalId}: ${name} keeps it, and the subnets in which it stands can't be deleted under it`,
      commands: [
        `aws rds create-db-cluster-snapshot ${at} --db-cluster-snapshot-identifier ${physicalId}-last`,
        `aws rds wait db-cluster-snapshot-available --region ${region} --db-cluster-snapshot-identifier ${physicalId}-last`,
        ...unprotect,
        ...members.map((id) => `aws rds delete-db-instance --region ${region} --db-instance-identifier ${id}`),
        `aws rds delete-db-cluster ${at} --final-db-snapshot-identifier ${physicalId}-final`,
        `aws rds wait db-cluster-deleted ${at}`,
      ],
    },
  ];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html */
async function ofLoadBalancer(
  { physicalId }: HeldResource,
  { name, region }: LivingStack,
  clients: RegionClients,
): Promise<readonly Protection[]> {
  const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: physicalId });
  const attributes = await asked(clients, 'elasticloadbalancing:DescribeLoadBalancerAttributes', () =>
    clients.loadBalancers.send(command).then(
      ({ Attributes }) => Attributes ?? [],
      (error: unknown) => {
        if (error instanceof Error && error.name === 'LoadBalancerNotFoundException') return [];
        throw error;
      },
    ),
  );
  const isOn = attributes.some(({ Key, Value }) => Key === 'deletion_protection.enabled' && Value === 'true');
  if (!isOn) return [];
  return [
    {
      what: `deletion protection of the load balancer of ${name}`,
      commands: [
        `aws elbv2 modify-load-balancer-attributes --region ${region} --load-balancer-arn ${physicalId} --attributes Key=deletion_protection.enabled,Value=false`,
      ],
    },
  ];
}
