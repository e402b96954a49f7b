import { isDeepStrictEqual } from 'node:util';
import type { AssemblyStack, TemplateResource } from '../../scripts/build/assembly';
import { differencesBetween, type ResourceChange } from '../../scripts/compatibility/differences';
import { namedTypes } from '../../scripts/doctor/named-resources';

type Resources = Readonly<Record<string, TemplateResource>>;

/** One stack before and after. */
interface Update {
  readonly before: AssemblyStack;
  readonly after: AssemblyStack;
  readonly changes: readonly ResourceChange[];
}

/** The rules of a security group by default; CloudFront's list of addresses counts as this many of them. */
const quota = { rules: 60, originFacingList: 55 };

/** What AWS gives once, beside names: a second one is refused while the first stands. */
const claims: Readonly<Record<string, readonly string[]>> = {
  'AWS::ElasticLoadBalancingV2::Listener': ['LoadBalancerArn', 'Port'],
  'AWS::ElasticLoadBalancingV2::ListenerRule': ['ListenerArn', 'Priority'],
  'AWS::EC2::Subnet': ['VpcId', 'CidrBlock'],
  'AWS::Route53::RecordSet': ['HostedZoneId', 'Name', 'Type'],
};

/** What lives on where it is replaced or goes, beside what `compatibility` knows to hold data. */
const heldToo = /^AWS::Logs::LogGroup$/;

/** A reader holds nothing that its cluster does not; a source that the pipeline leaves stays where it is. */
const mayGo = /^AWS::(RDS::DBInstance|CodeCommit::Repository)$/;

/**
 * What of an update would be lost, or refused by CloudFormation or by a service, as far as templates say: each as
 * `<stack> <resource>: <why>`. Stacks are deployed one after the other, each creates before it deletes, and none is gone.
 */
export function refusalsOf(before: readonly AssemblyStack[], after: readonly AssemblyStack[]): readonly string[] {
  const differences = new Map(differencesBetween(before, after).map((change) => [change.stack, change]));
  const imported = importsIn(before);
  const ofStacks = before.flatMap((old) => {
    const next = after.find(({ path }) => path === old.path);
    const change = differences.get(old.path);
    if (next === undefined || change?.state === 'moved') return [`${old.path}: becomes another stack`];
    const update: Update = { before: old, after: next, changes: change?.resources ?? [] };
    return [
      ...lostData(update),
      ...takenNames(update),
      ...exportsInUse(update, imported),
      ...changedInUse(update),
      ...fullGroups(update),
    ].map((why) => `${old.path} ${why}`);
  });
  return [...ofStacks, ...closedPorts(before, after)];
}

function isReplaced({ effect }: ResourceChange): boolean {
  return effect === 'replaced' || effect === 'perhaps replaced';
}

function lostData({ changes }: Update): readonly string[] {
  return changes
    .filter(({ holdsData, type }) => holdsData || heldToo.test(type))
    .filter((change) => isReplaced(change) || (isGone(change) && !mayGo.test(change.type)))
    .map(({ logicalId, effect }) => `${logicalId}: holds data, and is ${effect}`);
}

function isGone({ effect }: ResourceChange): boolean {
  return effect === 'deleted' || effect === 'left behind';
}

function takenNames({ before, after, changes }: Update): readonly string[] {
  const old = before.template.Resources;
  const next = after.template.Resources;
  const made = changes.filter((change) => change.effect === 'created' || isReplaced(change));
  return made.flatMap(({ logicalId }) => {
    const resource = next[logicalId];
    const claimed = resource && claimOf(resource);
    const holder = Object.entries(old).find(([, one]) => claimed !== undefined && claimOf(one) === claimed);
    return holder ? [`${logicalId}: takes what ${holder[0]} still has, ${claimed}`] : [];
  });
}

/** What a resource has that no other of its type may have; none where CloudFormation chooses it. */
function claimOf({ Type, Properties = {} }: TemplateResource): string | undefined {
  const named = namedTypes[Type]?.property.split('.');
  const name = named?.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    Properties,
  );
  if (name !== undefined) return `${Type} ${JSON.stringify(name)}`;
  const parts = claims[Type]?.map((key) => JSON.stringify(Properties[key]));
  return parts && `${Type} ${parts.join(' ')}`;
}

/** Names of exports that a stack imports. */
function importsIn(stacks: readonly AssemblyStack[]): ReadonlySet<string> {
  const texts = stacks.map(({ template }) => JSON.stringify(template));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name = '']) => name)),
  );
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html */
function exportsInUse({ before, after, changes }: Update, imported: ReadonlySet<string>): readonly string[] {
  const replaced = changes.filter(isReplaced).map(({ logicalId }) => logicalId);
  return Object.entries(before.template.Outputs ?? {}).flatMap(([id, output]) => {
    if (!imported.has(String(output.Export?.Name))) return [];
    const next = after.template.Outputs?.[id];
    if (next === undefined) return [`${id}: goes, and is imported`];
    const text = JSON.stringify(output.Value);
    const same = isDeepStrictEqual(next, output) && !replaced.some((logicalId) => text.includes(`"${logicalId}"`));
    return same ? [] : [`${id}: changes, and is imported`];
  });
}

/** https://github.com/aws/aws-cdk/issues/35765; a link keeps its subnets, and the deployed API its link. */
function changedInUse({ before, after, changes }: Update): readonly string[] {
  const retagged = !isDeepStrictEqual(before.tags, after.tags);
  const origins = originsIn(before.template.Resources)
    .filter((id) => id in after.template.Resources)
    .filter((id) => retagged || changes.some(({ logicalId }) => logicalId === id))
    .map((id) => `${id}: changes while the distribution uses it`);
  const links = changes
    .filter((change) => change.type === 'AWS::ApiGatewayV2::VpcLink' && change.effect !== 'updated')
    .map(({ logicalId }) => `${logicalId}: is exchanged while the API uses it`);
  return [...origins, ...links];
}

function originsIn(resources: Resources): readonly string[] {
  return Object.entries(resources).flatMap(([id, { Type }]) => (Type === 'AWS::CloudFront::VpcOrigin' ? [id] : []));
}

/** Old rules and new ones stand side by side for a moment. */
function fullGroups({ before, after }: Update): readonly string[] {
  const rules = { ...ingressIn(before.template.Resources), ...ingressIn(after.template.Resources) };
  const weights = new Map<string, number>();
  for (const { GroupId, SourcePrefixListId } of Object.values(rules)) {
    const group = JSON.stringify(GroupId);
    const weight = SourcePrefixListId === undefined ? 1 : quota.originFacingList;
    weights.set(group, (weights.get(group) ?? 0) + weight);
  }
  return [...weights]
    .filter(([, weight]) => weight > quota.rules)
    .map(([group, weight]) => `${group}: would hold ${weight} rules for a moment`);
}

function ingressIn(resources: Resources): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const rules = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::EC2::SecurityGroupIngress');
  return Object.fromEntries(rules.map(([id, { Properties = {} }]) => [id, Properties]));
}

/** Ports that a stage's doors call until they are deployed, and that its load balancer, deployed before them, no longer listens at. */
function closedPorts(before: readonly AssemblyStack[], after: readonly AssemblyStack[]): readonly string[] {
  const stages = [...new Set(before.flatMap(({ stage }) => stage ?? []))];
  return stages.flatMap((stage) => {
    const open = resourcesIn(after, stage, 'AWS::ElasticLoadBalancingV2::Listener').map(({ Port }) => Port);
    return portsCalled(before, stage)
      .filter((port) => !open.includes(port))
      .map((port) => `${stage}: the doors still call port ${port}, which is closed`);
  });
}

function portsCalled(stacks: readonly AssemblyStack[], stage: string): readonly number[] {
  const methods = resourcesIn(stacks, stage, 'AWS::ApiGateway::Method').map(({ Integration }) =>
    JSON.stringify(Integration),
  );
  const origins = resourcesIn(stacks, stage, 'AWS::CloudFront::VpcOrigin').map(({ VpcOriginEndpointConfig: config }) =>
    String((config as { readonly OriginProtocolPolicy?: unknown }).OriginProtocolPolicy),
  );
  if (methods.length === 0 || origins.length === 0) throw new Error(`no doors of ${stage} in the templates`);
  const texts = [...methods, ...origins];
  return [
    ...(texts.some((text) => /"http:\/\/|^http-only$/.test(text)) ? [80] : []),
    ...(texts.some((text) => /"https:\/\/|^https-only$/.test(text)) ? [443] : []),
  ];
}

/** Properties of all resources of a type in a stage. */
function resourcesIn(
  stacks: readonly AssemblyStack[],
  stage: string,
  type: string,
): readonly Readonly<Record<string, unknown>>[] {
  return stacks
    .filter((stack) => stack.stage === stage)
    .flatMap(({ template }) => Object.values(template.Resources))
    .flatMap(({ Type, Properties = {} }) => (Type === type ? [Properties] : []));
}
