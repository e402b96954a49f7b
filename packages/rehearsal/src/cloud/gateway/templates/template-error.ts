import { isRecord } from '../../base/record';
import { specificationRelease } from '../../base/specification';
import { specifiedTypes } from './specified-types';
import { getAtt, type Template } from './template';

/**
 * Transforms that AWS hosts; a release may follow the name.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
 */
const hostedTransforms =
  /^AWS::(?:CodeDeployBlueGreen|Include|LanguageExtensions|SecretsManager|Serverless|ServiceCatalog)(?:-\d{4}-\d\d-\d\d)?$/;
/** Transforms after which a template has resources, or names, that it does not show before. */
const renamingTransforms = /^AWS::(?:Include|LanguageExtensions|Serverless)/;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html */
const pseudoParameters = [
  'AccountId',
  'NotificationARNs',
  'NoValue',
  'Partition',
  'Region',
  'StackId',
  'StackName',
  'URLSuffix',
].map((name) => `AWS::${name}`);

/**
 * Why CloudFormation takes no change set with this template, whatever its resources' properties are; undefined if nothing of the
 * kind is found. Most of it in CloudFormation's words: https://repost.aws/knowledge-center/cloudformation-template-validation
 *
 * @param given names of the parameters that the request gives
 */
export async function templateError(template: Template, given: readonly string[]): Promise<string | undefined> {
  return (
    transformError(template) ??
    parameterError(template, given) ??
    (await resourcesError(template)) ??
    (renames(template) ? undefined : referenceError(template))
  );
}

function transformsOf({ Transform }: Template): readonly string[] {
  return [Transform].flat().flatMap((one) => {
    const name = isRecord(one) ? one.Name : one;
    return typeof name === 'string' ? [name] : [];
  });
}

function transformError(template: Template): string | undefined {
  const within: unknown[] = [];
  visit(template.Resources, (node) => {
    if (isRecord(node['Fn::Transform'])) within.push(node['Fn::Transform'].Name);
  });
  const unknown = [...transformsOf(template), ...within.map(String)].find((name) => !hostedTransforms.test(name));
  return unknown && `No transform named ${unknown} found. Macros of an account's own are not rehearsed.`;
}

function renames(template: Template): boolean {
  let loops = false;
  visit(template, (node) => {
    loops ||= Object.keys(node).some((key) => key.startsWith('Fn::ForEach') || key === 'Fn::Transform');
  });
  return loops || transformsOf(template).some((name) => renamingTransforms.test(name));
}

function parameterError({ Parameters }: Template, given: readonly string[]): string | undefined {
  const unknown = given.filter((name) => !isRecord(Parameters) || !(name in Parameters));
  return unknown.length > 0 ? `Parameters: [${unknown.join(', ')}] do not exist in the template` : undefined;
}

async function resourcesError({ Resources }: Template): Promise<string | undefined> {
  const types = Object.values(Resources).map(({ Type }) => Type);
  if (types.length === 0) return 'Template format error: At least one Resources member must be defined.';
  const known = await specifiedTypes();
  const unknown = [...new Set(types)].filter((type) => !type.startsWith('Custom::') && !known.has(type));
  if (unknown.length === 0) return undefined;
  const kept = `AWS's specification (${specificationRelease})`;
  return `Template format error: Unrecognized resource types: [${unknown.join(', ')}]. ${kept} has no such types; what an account has registered is not known here.`;
}

function referenceError(template: Template): string | undefined {
  const { Resources, Outputs, Parameters, Conditions } = template;
  const resources = new Set(Object.keys(Resources));
  const parameters = new Set([...Object.keys(isRecord(Parameters) ? Parameters : {}), ...pseudoParameters]);
  const conditions = new Set(Object.keys(isRecord(Conditions) ? Conditions : {}));
  const all = new Set([...resources, ...parameters]);
  const bodies = Object.values(Resources).map(({ Metadata: _told, ...rest }) => rest);
  const dependencies = bodies.flatMap(({ DependsOn }) => [DependsOn ?? []].flat().map(String));
  return (
    unresolved('resource dependencies', dependencies, resources, ' in the Resources block') ??
    unresolved('resource dependencies', referred(bodies), all, ' in the Resources block') ??
    unresolved('resource dependencies', referred(Outputs), all, ' in the Outputs block') ??
    unresolved(
      'dependencies',
      referred(Conditions),
      parameters,
      '. Cannot reference resources in the Conditions block',
    ) ??
    attributeError([bodies, Outputs], resources) ??
    conditionError(bodies, Outputs, conditions)
  );
}

function unresolved(
  what: string,
  names: readonly string[],
  known: ReadonlySet<string>,
  where: string,
): string | undefined {
  const missing = [...new Set(names)].filter((name) => !known.has(name));
  if (missing.length === 0) return undefined;
  return `Template format error: Unresolved ${what} [${missing.join(', ')}]${where} of the template`;
}

function attributeError(value: unknown, resources: ReadonlySet<string>): string | undefined {
  let missing: string | undefined;
  visit(value, (node) => {
    const id = getAtt(node)?.id.split('.')[0];
    if (id !== undefined && !resources.has(id)) missing ??= id;
  });
  return missing && `Template error: instance of Fn::GetAtt references undefined resource ${missing}`;
}

function conditionError(
  bodies: readonly { readonly Condition?: string }[],
  outputs: Template['Outputs'],
  known: ReadonlySet<string>,
): string | undefined {
  const named = [...bodies, ...Object.values(outputs ?? {}).filter(isRecord)].map(({ Condition }) => Condition);
  visit([bodies, outputs], (node) => {
    if (Array.isArray(node['Fn::If'])) named.push(node['Fn::If'][0]);
  });
  const missing = named.filter((name) => typeof name === 'string').find((name) => !known.has(name));
  return missing && `Template format error: Unresolved condition dependency ${missing} in the template`;
}

/** What a value refers to by `Ref`, or within the text of `Fn::Sub`. */
function referred(value: unknown): string[] {
  const names: string[] = [];
  visit(value, (node) => {
    if (typeof node.Ref === 'string' && Object.keys(node).length === 1) names.push(node.Ref);
    const [text, own] = [node['Fn::Sub']].flat();
    if (typeof text !== 'string') return;
    for (const [, name = ''] of text.matchAll(/\$\{([^!{}][^{}]*)\}/g)) {
      const trimmed = name.trim();
      if (!(isRecord(own) && trimmed in own)) names.push(trimmed.split('.')[0] ?? trimmed);
    }
  });
  return names;
}

/** Shows every object of a value, the outer before the inner ones. */
function visit(value: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) {
    for (const member of value) visit(member, see);
  } else if (isRecord(value)) {
    see(value);
    for (const member of Object.values(value)) visit(member, see);
  }
}
