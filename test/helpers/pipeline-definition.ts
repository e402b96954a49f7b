import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wavesOf } from '../../lib/config';
import type { TemplateResource } from '../../scripts/build/assembly';
import { assemblyFolder, stacksOf } from './stacks';
import { configurationOf, type Variant } from './variants';

/** One action of the synthesized pipeline. Values that hold intrinsics are written as JSON. */
export interface Action {
  readonly stage: string;
  readonly name: string;
  readonly provider: string;
  readonly runOrder: number;
  /** Minutes; absent where the default of the provider holds. */
  readonly timeoutMinutes?: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Before the dot of its variables; absent where nothing names one. */
  readonly namespace?: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Environment variables of a CodeBuild job: those of its project and those of the action. */
  readonly env: Readonly<Record<string, string>>;
  /** The job's project; absent for other providers. */
  readonly project?: TemplateResource;
}

interface RawAction {
  readonly Name: string;
  readonly RunOrder: number;
  readonly TimeoutInMinutes?: number;
  readonly Namespace?: string;
  readonly ActionTypeId: { readonly Provider: string };
  readonly InputArtifacts?: readonly { readonly Name: string }[];
  readonly OutputArtifacts?: readonly { readonly Name: string }[];
  readonly Configuration: Readonly<Record<string, unknown>>;
}

function resources(variant: Variant): Readonly<Record<string, TemplateResource>> {
  const stack = stacksOf(variant).find(({ path }) => path === 'PipelineStack');
  if (!stack) throw new Error('no PipelineStack');
  return stack.template.Resources;
}

/** A resource of PipelineStack that a `Ref` or `Fn::GetAtt` names. */
export function referred(value: unknown, variant: Variant = 'default'): TemplateResource {
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  const found = resources(variant)[Ref ?? attribute?.[0] ?? ''];
  if (!found) throw new Error(`no resource ${JSON.stringify(value)}`);
  return found;
}

/** All actions of the synthesized pipeline, stage by stage. */
export function actionsOf(variant: Variant = 'default'): readonly Action[] {
  const pipeline = Object.values(resources(variant)).find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
  const stages = pipeline?.Properties?.Stages as readonly { Name: string; Actions: readonly RawAction[] }[];
  return stages.flatMap(({ Name: stage, Actions }) => Actions.map((raw) => action(stage, raw, variant)));
}

/** The actions of one environment, named as they are where it is a stage by itself. */
export function actionsIn(environment: string, variant: Variant = 'default'): readonly Action[] {
  const wave = wavesOf(configurationOf(variant).environments).find(({ environments }) =>
    environments.some(({ name }) => name === environment),
  );
  const prefix = wave?.environments.length === 1 ? '' : `${environment}.`;
  return actionsOf(variant)
    .filter(({ stage, name }) => stage === wave?.name && name.startsWith(prefix))
    .map((action) => ({ ...action, name: action.name.slice(prefix.length) }));
}

/** The one action of an environment with this name. */
export function actionIn(environment: string, name: string): Action {
  const [found, ...others] = actionsIn(environment).filter((action) => action.name === name);
  if (!found || others.length > 0) throw new Error(`not one action ${name} of ${environment}`);
  return found;
}

/** The one action with this name in this stage. */
export function actionOf(stage: string, name: string, variant: Variant = 'default'): Action {
  const found = actionsOf(variant).filter((candidate) => candidate.stage === stage && candidate.name === name);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} actions ${stage}/${name}`);
  return found[0];
}

function action(stage: string, raw: RawAction, variant: Variant): Action {
  const provider = raw.ActionTypeId.Provider;
  const project = provider === 'CodeBuild' ? referred(raw.Configuration.ProjectName, variant) : undefined;
  return {
    stage,
    name: raw.Name,
    provider,
    runOrder: raw.RunOrder,
    timeoutMinutes: raw.TimeoutInMinutes,
    inputs: (raw.InputArtifacts ?? []).map(({ Name }) => Name),
    outputs: (raw.OutputArtifacts ?? []).map(({ Name }) => Name),
    namespace: raw.Namespace,
    configuration: raw.Configuration,
    env: project ? environment(project, raw.Configuration.EnvironmentVariables) : {},
    project,
  };
}

function environment(project: TemplateResource, ofAction: unknown): Record<string, string> {
  const { EnvironmentVariables = [] } = environmentOf(project);
  const own = EnvironmentVariables.map(({ Name, Value }) => [Name, text(Value)]);
  const overriding = ofAction === undefined ? [] : (JSON.parse(joined(ofAction)) as { name: string; value: string }[]);
  return Object.fromEntries([...own, ...overriding.map(({ name, value }) => [name, value])]);
}

/** The environment of a CodeBuild project. */
export function environmentOf(project: TemplateResource | undefined): {
  readonly Image?: string;
  readonly PrivilegedMode?: boolean;
  readonly EnvironmentVariables?: readonly { readonly Name: string; readonly Value: unknown }[];
} {
  return project?.Properties?.Environment ?? {};
}

/** A text that may be an `Fn::Join`: references become `<id>`, which keeps JSON inside it readable. */
export function joined(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    'Fn::Join': join,
    Ref,
    'Fn::GetAtt': attribute,
  } = value as {
    'Fn::Join'?: readonly [string, readonly unknown[]];
    Ref?: string;
    'Fn::GetAtt'?: readonly string[];
  };
  if (join) return join[1].map(joined).join(join[0]);
  return `<${Ref ?? attribute?.join('.') ?? JSON.stringify(value)}>`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : joined(value);
}

/** The build specification of a job, parsed. */
export interface BuildSpecification {
  readonly phases: Readonly<
    Record<
      string,
      {
        readonly commands?: readonly string[];
        readonly finally?: readonly string[];
        readonly 'runtime-versions'?: Readonly<Record<string, unknown>>;
      }
    >
  >;
  readonly env?: { readonly 'exported-variables'?: readonly string[] };
  readonly reports?: Readonly<Record<string, { readonly files: readonly string[]; readonly 'file-format': string }>>;
}

/** The text of a job's build specification: as it stands in its project, or the file of the assembly that its project names. */
export function specificationText({ stage, name, project }: Action, variant: Variant = 'default'): string {
  const source = project?.Properties?.Source as { readonly BuildSpec?: unknown } | undefined;
  if (source?.BuildSpec === undefined) throw new Error(`${stage}/${name} is no CodeBuild job`);
  const text = joined(source.BuildSpec);
  return text.endsWith('.yaml') ? readFileSync(join(assemblyFolder(variant), text), 'utf8') : text;
}

export function specificationOf(of: Action): BuildSpecification {
  return JSON.parse(specificationText(of)) as BuildSpecification;
}

/** One statement of a role's policy. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** All statements of the policies that are attached to the role of a job. */
export function statementsOf({ stage, name, project }: Action, variant: Variant = 'default'): readonly Statement[] {
  const role = (project?.Properties?.ServiceRole as { 'Fn::GetAtt'?: readonly string[] } | undefined)?.[
    'Fn::GetAtt'
  ]?.[0];
  if (!role) throw new Error(`${stage}/${name} has no role`);
  return Object.values(resources(variant))
    .filter(
      ({ Type, Properties }) => Type === 'AWS::IAM::Policy' && JSON.stringify(Properties?.Roles).includes(`"${role}"`),
    )
    .map(({ Properties }) => Properties?.PolicyDocument as { Statement: readonly Statement[] })
    .flatMap(({ Statement }) => Statement);
}

/** All actions that a job's role allows. */
export function allowedActions(of: Action, variant: Variant = 'default'): readonly string[] {
  return statementsOf(of, variant)
    .flatMap(({ Action: allowed }) => allowed)
    .sort();
}
