import { regionFacts, regionNames } from '../../../lib/config';
import type { AssemblyStack, TemplateResource } from '../assembly';

/** What one quota is asked for. */
export interface Need {
  /** What the stacks need as soon as all of them are deployed. */
  readonly first: number;
  /** What they may need at times: while services scale out, or replace their tasks. */
  readonly most: number;
}

/** How much of a quota the stacks of one place need together. */
export type Measure = (stacks: readonly AssemblyStack[]) => Need;

/** A resource, with what is needed to follow its references. */
interface Placed extends TemplateResource {
  readonly id: string;
  readonly stack: AssemblyStack;
}

const same = (count: number): Need => ({ first: count, most: count });

function resourcesOf(stacks: readonly AssemblyStack[], type: string): readonly Placed[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, resource]) => ({ ...resource, id, stack })),
  );
}

/** As many as there are resources of a type. */
export function countOf(type: string): Measure {
  return (stacks) => same(resourcesOf(stacks, type).length);
}

/** The most in any one group, for a quota that each group has for itself. */
function largestGroup<T>(members: readonly T[], groupOf: (member: T) => string, weightOf = (_: T) => 1): Need {
  const weights = new Map<string, number>();
  for (const member of members) {
    const group = groupOf(member);
    weights.set(group, (weights.get(group) ?? 0) + weightOf(member));
  }
  return same(Math.max(0, ...weights.values()));
}

/** Interface endpoints of the VPC that has most of them. */
export const interfaceEndpointsOfVpc: Measure = (stacks) =>
  largestGroup(
    resourcesOf(stacks, 'AWS::EC2::VPCEndpoint').filter(
      ({ Properties }) => Properties?.VpcEndpointType === 'Interface',
    ),
    ({ stack, Properties }) => `${stack.path} ${JSON.stringify(Properties?.VpcId)}`,
  );

/** NAT gateways of the zone that has most of them, all VPCs together. */
export const natGatewaysOfZone: Measure = (stacks) =>
  largestGroup(resourcesOf(stacks, 'AWS::EC2::NatGateway'), ({ stack, Properties }) => {
    const subnet = stack.template.Resources[referred(Properties?.SubnetId) ?? '']?.Properties;
    return JSON.stringify(subnet?.AvailabilityZoneId ?? subnet?.AvailabilityZone);
  });

/** CPU units of one vCPU. */
const unitsOfVcpu = 1024;

/**
 * vCPUs of all Fargate services: with their fewest tasks, and with their most while a deployment starts new ones beside
 * them.
 */
export const fargateVcpus: Measure = (stacks) => {
  const services = resourcesOf(stacks, 'AWS::ECS::Service').map(({ id, stack, Properties = {} }) => {
    const task = stack.template.Resources[referred(Properties.TaskDefinition) ?? '']?.Properties;
    const vcpus = Number(task?.Cpu ?? 0) / unitsOfVcpu;
    const scaling = resourcesOf([stack], 'AWS::ApplicationAutoScaling::ScalableTarget').find((target) =>
      JSON.stringify(target.Properties?.ResourceId).includes(`"${id}"`),
    )?.Properties;
    const { MaximumPercent = 200 } = (Properties.DeploymentConfiguration ?? {}) as { MaximumPercent?: number };
    const desired = Number(Properties.DesiredCount ?? 1);
    const fewest = Number(scaling?.MinCapacity ?? desired);
    const most = Number(scaling?.MaxCapacity ?? desired);
    return { first: fewest * vcpus, most: (most * vcpus * MaximumPercent) / 100 };
  });
  return {
    first: services.reduce((sum, { first }) => sum + first, 0),
    most: services.reduce((sum, { most }) => sum + most, 0),
  };
};

/** Requests per second that the plans for an API's keys allow together. */
export const plannedRequestsPerSecond: Measure = (stacks) =>
  same(
    resourcesOf(stacks, 'AWS::ApiGateway::UsagePlan').reduce((sum, { Properties }) => {
      const { RateLimit = 0 } = (Properties?.Throttle ?? {}) as { RateLimit?: number };
      return sum + RateLimit;
    }, 0),
  );

/**
 * A managed prefix list counts in a security group with its weight.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html#aws-managed-prefix-list-weights
 */
const originFacingWeight = 55;
const originFacing = new Set<unknown>(regionNames.map((region) => regionFacts(region).originFacingPrefixList));

/** Rules of the security group that has most of them, in one direction. */
export const rulesOfSecurityGroup: Measure = (stacks) => {
  const rules = (['Ingress', 'Egress'] as const).flatMap((direction) => [
    ...resourcesOf(stacks, 'AWS::EC2::SecurityGroup').flatMap(({ id, stack, Properties }) =>
      ((Properties?.[`SecurityGroup${direction}`] ?? []) as Readonly<Record<string, unknown>>[]).map((rule) => ({
        rule,
        group: `${stack.path} ${id} ${direction}`,
      })),
    ),
    ...resourcesOf(stacks, `AWS::EC2::SecurityGroup${direction}`).map(({ stack, Properties = {} }) => ({
      rule: Properties,
      group: `${ownerOf(stacks, stack, Properties.GroupId)} ${direction}`,
    })),
  ]);
  return largestGroup(
    rules,
    ({ group }) => group,
    ({ rule }) =>
      originFacing.has(rule.SourcePrefixListId) || originFacing.has(rule.DestinationPrefixListId)
        ? originFacingWeight
        : 1,
  );
};

/** Builds side by side in one stage of the pipeline, by the size of their machines. */
export function buildsSideBySide(computeType: string): Measure {
  return (stacks) =>
    largestGroup(
      resourcesOf(stacks, 'AWS::CodePipeline::Pipeline').flatMap(({ stack, Properties }) =>
        ((Properties?.Stages ?? []) as readonly Stage[]).flatMap(({ Name, Actions }) =>
          Actions.filter(({ Configuration }) => {
            const project = stack.template.Resources[referred(Configuration?.ProjectName) ?? '']?.Properties;
            return (project?.Environment as { ComputeType?: string } | undefined)?.ComputeType === computeType;
          }).map(({ RunOrder }) => `${Name} ${RunOrder}`),
        ),
      ),
      (step) => step,
    );
}

interface Stage {
  readonly Name: string;
  readonly Actions: readonly {
    readonly RunOrder: number;
    readonly Configuration?: Readonly<Record<string, unknown>>;
  }[];
}

/** Logical id that a `Ref` or `Fn::GetAtt` names. */
function referred(value: unknown): string | undefined {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return Ref ?? attribute?.[0];
}

/** Stack and logical id of a resource that is referred to, through an export if it is in another stack. */
function ownerOf(stacks: readonly AssemblyStack[], from: AssemblyStack, value: unknown): string {
  const id = referred(value);
  if (id !== undefined) return `${from.path} ${id}`;
  const { 'Fn::ImportValue': name } = value as { 'Fn::ImportValue'?: string };
  for (const { path, template } of stacks) {
    const output = Object.values(template.Outputs ?? {}).find(({ Export }) => Export?.Name === name);
    if (output) return `${path} ${referred(output.Value)}`;
  }
  return JSON.stringify(value);
}
