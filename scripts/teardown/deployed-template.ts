import { namePrefix } from '../../lib/config';

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

/**
 * Whether a stack is this application's: the CDK made it from `PipelineStack/<environment>/<stack>`, and something in it has
 * a name that the application chooses for this environment. Tags are no evidence: a team chooses them, and may share them.
 */
export function isOf(template: DeployedTemplate, stack: string, application: string, environment: string): boolean {
  const path = `PipelineStack/${environment}/${stack.slice(environment.length + 1)}/`;
  const resources = Object.values(template.Resources);
  const made = resources.some(({ Metadata }) => String(Metadata?.['aws:cdk:path'] ?? '').startsWith(path));
  const name = new RegExp(
    `(^|[^a-z0-9-])(amazon-apigateway-|aws-waf-logs-)?${namePrefix(application, environment)}(?![a-z0-9])`,
  );
  return made && resources.some(({ Properties }) => textsOf(Properties).some((text) => name.test(text)));
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

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
