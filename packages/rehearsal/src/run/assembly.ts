import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bootstrapQualifier } from '../cloud/base/bootstrap-parameters';
import { exitCodes, RunError } from '../command/run-error';

export interface Target {
  readonly account: string;
  readonly region: string;
}

/** Where something is deployed, with the qualifier of the bootstrap stack that this needs. */
export interface BootstrapTarget extends Target {
  readonly qualifier: string;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z
        .object({ templateFile: z.string(), directoryName: z.string(), bootstrapStackVersionSsmParameter: z.string() })
        .partial()
        .optional(),
    }),
  ),
});
type Manifest = z.infer<typeof manifestSchema>;

export interface AssemblyOptions {
  /** Account of stacks that name none. */
  readonly account: string;
  /** Stack that a person deploys once. @default - the one that has a pipeline in it */
  readonly pipelineStack?: string;
}

const pipelineType = 'AWS::CodePipeline::Pipeline';

const stageSchema = z
  .object({
    Name: z.string(),
    Actions: z.array(
      z.object({
        Name: z.string(),
        ActionTypeId: z.object({ Category: z.string(), Owner: z.string(), Provider: z.string() }),
      }),
    ),
  })
  .transform(({ Name, Actions }) => ({
    name: Name,
    actions: Actions.map(({ Name: action, ActionTypeId: { Category, Owner, Provider } }) => ({
      name: action,
      provider: Provider,
      kind: `${Category}/${Owner}/${Provider}`,
    })),
  }));

/** A stage of the pipeline, before it is deployed. */
export type SynthesizedPipelineStage = z.output<typeof stageSchema>;

/** The pipeline, before it is deployed. */
export interface SynthesizedPipeline {
  /** Name of its stack, as the CDK's command line takes it. */
  readonly stack: string;
  readonly target: Target;
  readonly stages: readonly SynthesizedPipelineStage[];
}

const templateSchema = z.object({
  Resources: z
    .record(
      z.string(),
      z.object({ Type: z.string(), Properties: z.object({ Stages: z.unknown() }).partial().optional() }),
    )
    .default({}),
});

/** A synthesized cloud assembly, as far as the rehearsal has to know it before anything is deployed. */
export class Assembly {
  private constructor(
    readonly folder: string,
    private readonly manifest: Manifest,
    private readonly nested: readonly Assembly[],
    private readonly options: AssemblyOptions,
  ) {}

  static async read(folder: string, options: AssemblyOptions): Promise<Assembly> {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    const manifest = manifestSchema.parse(JSON.parse(text));
    const folders = Object.values(manifest.artifacts).flatMap(({ type, properties }) =>
      type === 'cdk:cloud-assembly' && properties?.directoryName ? [join(folder, properties.directoryName)] : [],
    );
    const nested = await Promise.all(folders.map((one) => Assembly.read(one, options)));
    return new Assembly(folder, manifest, nested, options);
  }

  /** Every account and region that holds a stack, in order, once for each qualifier. */
  targets(): readonly BootstrapTarget[] {
    const own = this.stacks().flatMap(([, { environment, properties }]) => {
      if (environment === undefined) return [];
      return [
        { ...this.target(environment), qualifier: bootstrapQualifier(properties?.bootstrapStackVersionSsmParameter) },
      ];
    });
    const all = [...own, ...this.nested.flatMap((assembly) => assembly.targets())];
    return [...new Map(all.map((target) => [Object.values(target).join('/'), target])).values()];
  }

  /** Whether any stack has a resource of one of these types, for example `AWS::RDS::DBCluster`. */
  async hasAny(types: readonly string[]): Promise<boolean> {
    for (const [name, artifact] of this.stacks()) {
      const resources = await this.resources(name, artifact);
      if (resources.some(({ Type }) => types.includes(Type))) return true;
    }
    for (const assembly of this.nested) if (await assembly.hasAny(types)) return true;
    return false;
  }

  /**
   * The pipeline with its stages and actions, as synthesized, and the stack that holds it.
   *
   * @throws RunError TAP4049 if there is none, or more than one and nobody said which; its exit code tells whose mistake that is
   */
  async pipeline(): Promise<SynthesizedPipeline> {
    const named = this.options.pipelineStack;
    const found: SynthesizedPipeline[] = [];
    for (const [name, artifact] of this.stacks()) {
      for (const { Type, Properties } of await this.resources(name, artifact)) {
        if (Type !== pipelineType) continue;
        const stages = z.array(stageSchema).default([]).parse(Properties?.Stages);
        found.push({ stack: name, target: this.target(artifact.environment ?? ''), stages });
      }
    }
    const [pipeline, ...others] = named === undefined ? found : found.filter(({ stack }) => stack === named);
    if (pipeline !== undefined && others.length === 0) return pipeline;
    throw pipeline === undefined ? notFound(named, found) : ambiguous(named, found);
  }

  private stacks(): readonly [string, Manifest['artifacts'][string]][] {
    return Object.entries(this.manifest.artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  }

  private async resources(name: string, { properties }: Manifest['artifacts'][string]) {
    const file = join(this.folder, properties?.templateFile ?? `${name}.template.json`);
    return Object.values(templateSchema.parse(JSON.parse(await readFile(file, 'utf8'))).Resources);
  }

  /** `aws://123456789012/us-east-1`; what is unknown becomes the default. */
  private target(environment: string): Target {
    const [, , account = '', region = ''] = environment.split('/');
    return {
      account: account.startsWith('unknown') || account === '' ? this.options.account : account,
      region: region.startsWith('unknown') || region === '' ? 'us-east-1' : region,
    };
  }
}

/** A commit without any pipeline is itself at fault; with a pipeline in another stack the name of the stack is. */
function notFound(named: string | undefined, found: readonly SynthesizedPipeline[]): RunError {
  if (named === undefined || found.length === 0) {
    return new RunError('TAP4049', exitCodes.stopped, 'The commit synthesizes no stack with a pipeline.');
  }
  return new RunError(
    'TAP4049',
    exitCodes.wrongUse,
    `The commit synthesizes no stack ${named} with a pipeline; those with one are ${stacksOf(found)}. Say which with --pipeline.`,
  );
}

function ambiguous(named: string | undefined, found: readonly SynthesizedPipeline[]): RunError {
  const stacks = stacksOf(found);
  if (named !== undefined || !stacks.includes(',')) {
    const message = `Stack ${named ?? stacks} has several pipelines; the rehearsal carries out the only one of a stack.`;
    return new RunError('TAP4049', exitCodes.stopped, message);
  }
  return new RunError(
    'TAP4049',
    exitCodes.wrongUse,
    `The commit synthesizes several pipelines, in ${stacks}; say which with --pipeline.`,
  );
}

function stacksOf(found: readonly SynthesizedPipeline[]): string {
  return [...new Set(found.map(({ stack }) => stack))].join(', ');
}
