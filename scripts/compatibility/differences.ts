import { fullDiff, type ResourceDifference, ResourceImpact, type TemplateDiff } from '@aws-cdk/cloudformation-diff';
import type { AssemblyStack, Template, TemplateResource } from '../build/assembly';
import { tagsBetween, vpcOrigin } from './stack-tags';
import { type PartChange, partsOf } from './template-parts';

/** What an update does to a resource, as far as a template says. */
export type Effect = 'created' | 'updated' | 'replaced' | 'perhaps replaced' | 'deleted' | 'left behind';

/** One resource in which two templates differ. */
export interface ResourceChange {
  readonly logicalId: string;
  readonly type: string;
  readonly effect: Effect;
  /** Names of properties and attributes that differ; none where the whole resource comes or goes. */
  readonly parts: readonly string[];
  /** Whether it held data before. */
  readonly holdsData: boolean;
  /** Why somebody has to look at it first. @default - nobody has to */
  readonly danger?: string;
}

/** One stack in which two syntheses differ. */
export interface StackChange {
  /** Construct path, such as `PipelineStack/Dev/Data`. */
  readonly stack: string;
  /** `moved`: it has another name, account or region, so that CloudFormation makes another one and leaves the old. */
  readonly state: 'new' | 'gone' | 'changed' | 'moved';
  /** What a stack that moved has anew, such as `name Dev-Data -> Development-Data`. */
  readonly moves: readonly string[];
  /** Whether it held data before. */
  readonly data: boolean;
  readonly resources: readonly ResourceChange[];
  /** What differs beside resources; of a stack that comes or goes, all does and nothing is listed. */
  readonly parts: readonly PartChange[];
}

/** Types whose resources hold what can't be made again: records, files, keys, images. */
const recordTypes =
  /^AWS::(RDS::DB(Cluster|Instance)|S3::Bucket|KMS::Key|SecretsManager::Secret|ECR::Repository|DynamoDB::(Table|GlobalTable)|EFS::FileSystem)$/;

const effects: Readonly<Partial<Record<ResourceImpact, Effect>>> = {
  [ResourceImpact.WILL_CREATE]: 'created',
  [ResourceImpact.WILL_UPDATE]: 'updated',
  [ResourceImpact.WILL_REPLACE]: 'replaced',
  [ResourceImpact.MAY_REPLACE]: 'perhaps replaced',
  [ResourceImpact.WILL_DESTROY]: 'deleted',
  [ResourceImpact.WILL_ORPHAN]: 'left behind',
};

/** An empty template, for a stack that is only on one side. */
const nothing: Template = { Resources: {} };

/**
 * The stacks in which two syntheses differ, those of the older one first. What a template can't show is not in here: whether AWS
 * accepts the update, and what code in an asset does.
 */
export function differencesBetween(
  before: readonly AssemblyStack[],
  after: readonly AssemblyStack[],
): readonly StackChange[] {
  const paths = [...new Set([...before, ...after].map(({ path }) => path))];
  return paths.flatMap((path) => {
    const old = before.find((stack) => stack.path === path);
    const next = after.find((stack) => stack.path === path);
    const change = changeOf(path, old, next);
    const same = change.state === 'changed' && change.resources.length === 0 && change.parts.length === 0;
    return same ? [] : [change];
  });
}

function changeOf(path: string, old: AssemblyStack | undefined, next: AssemblyStack | undefined): StackChange {
  const [before, after] = [old?.template ?? nothing, next?.template ?? nothing];
  const data = Object.values(before.Resources).some(({ Type }) => recordTypes.test(Type));
  const diff = fullDiff(withoutMetadata(before), withoutMetadata(after));
  const moves = old === undefined || next === undefined ? [] : movesOf(old, next);
  const whole = old === undefined ? 'new' : next === undefined ? 'gone' : undefined;
  return {
    stack: path,
    state: whole ?? (moves.length > 0 ? 'moved' : 'changed'),
    moves,
    data,
    resources: changesOf(diff, before, data),
    parts: old === undefined || next === undefined ? [] : [...tagsBetween(old, next), ...partsOf(diff)],
  };
}

/** By these three CloudFormation knows a stack: none of them can change. */
function movesOf(old: AssemblyStack, next: AssemblyStack): readonly string[] {
  return (['name', 'account', 'region'] as const)
    .filter((field) => old[field] !== next[field])
    .map((field) => `${field} ${old[field]} -> ${next[field]}`);
}

function changesOf(diff: TemplateDiff, before: Template, data: boolean): readonly ResourceChange[] {
  const changes: ResourceChange[] = [];
  diff.resources.forEachDifference((logicalId, difference) => {
    const old = before.Resources[logicalId];
    const change = describe(logicalId, difference, old !== undefined && holdsData(old));
    if (change) changes.push({ ...change, danger: dangerOf(change, data) });
  });
  return changes;
}

/** Without what is for tools: paths of constructs and assets, and the list of constructs that the CDK counts its users by. */
function withoutMetadata(template: Template): Record<string, unknown> {
  const resources = Object.entries(template.Resources)
    .filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata')
    .map(([id, { Metadata, ...resource }]) => [id, resource]);
  return { ...template, Resources: Object.fromEntries(resources) };
}

function describe(logicalId: string, difference: ResourceDifference, held: boolean): ResourceChange | undefined {
  const effect = effects[difference.changeImpact];
  const parts = [...Object.keys(difference.propertyUpdates), ...Object.keys(difference.otherChanges)];
  if (effect === undefined && parts.length === 0) return undefined;
  const type = String(difference.oldResourceType ?? difference.newResourceType);
  const whole = difference.isAddition || difference.isRemoval;
  // What changes no property, such as a policy of deletion, is an update of the template alone.
  return { logicalId, type, effect: effect ?? 'updated', parts: whole ? [] : parts, holdsData: held };
}

function dangerOf({ type, effect, holdsData: held }: ResourceChange, data: boolean): string | undefined {
  switch (effect) {
    case 'updated':
      return type === vpcOrigin ? 'changes, which CloudFront refuses while a distribution uses it' : undefined;
    case 'replaced':
    case 'perhaps replaced':
      return held ? `holds data, and is ${effect}: the new one is empty` : undefined;
    case 'left behind':
      return 'holds data that no stack knows any more';
    case 'deleted':
      if (held) return 'holds data, and is deleted with it';
      return data ? 'is gone from a stack that holds data' : undefined;
    default:
      return undefined;
  }
}

/** What CloudFormation does not delete: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
const kept: readonly unknown[] = ['Retain', 'RetainExceptOnCreate', 'Snapshot'];

/** By its type, or because it is kept or copied when its stack lets it go, as logs are. */
function holdsData({ Type, DeletionPolicy }: TemplateResource & { readonly DeletionPolicy?: unknown }): boolean {
  return recordTypes.test(Type) || kept.includes(DeletionPolicy);
}
