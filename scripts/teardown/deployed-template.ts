/** A template as CloudFormation keeps it, as far as a teardown reads it. */
export interface DeployedTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** What happens to a resource when its stack goes. */
export type Fate = 'goes' | 'stays' | 'leaves a snapshot';

/** @returns undefined for what is no template of the CDK's, which writes JSON */
export function parseTemplate(text: string): DeployedTemplate | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const resources = (parsed as Partial<DeployedTemplate> | null)?.Resources;
    return typeof resources === 'object' && resources !== null ? (parsed as DeployedTemplate) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What a template says of a resource. RetainExceptOnCreate keeps what an operation after the creation would delete.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function fateOf({ Type, DeletionPolicy, Properties }: TemplateResource): Fate {
  switch (DeletionPolicy ?? defaultPolicy(Type, Properties)) {
    case 'Retain':
    case 'RetainExceptOnCreate':
      return 'stays';
    case 'Snapshot':
      return 'leaves a snapshot';
    default:
      return 'goes';
  }
}

function defaultPolicy(type: string, properties: TemplateResource['Properties']): string {
  const ownInstance = type === 'AWS::RDS::DBInstance' && properties?.DBClusterIdentifier === undefined;
  return type === 'AWS::RDS::DBCluster' || ownInstance ? 'Snapshot' : 'Delete';
}

/** Outputs of other stacks that a template reads by name, which no export shows: `<region>/<stack>`. */
export function weakReferences(template: DeployedTemplate, region: string): readonly string[] {
  return nodesOf(template.Resources, 'Fn::GetStackOutput').flatMap((asked) => {
    if (typeof asked !== 'object' || asked === null) return [];
    const { StackName, Region = region } = asked as { readonly StackName?: unknown; readonly Region?: unknown };
    // The CDK writes names; a stack may be named by its ARN as well.
    const name = String(StackName).split(':stack/').at(-1)?.split('/')[0];
    return [`${String(Region)}/${name}`];
  });
}

/** Names of exports that a template imports. */
export function importedNames(template: DeployedTemplate): readonly string[] {
  return nodesOf(template, 'Fn::ImportValue').filter((name) => typeof name === 'string');
}

/** Every value of this intrinsic function, wherever it is. */
function nodesOf(value: unknown, intrinsic: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key === intrinsic ? [member] : []),
    ...nodesOf(member, intrinsic),
  ]);
}
