import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bootstrapQualifier } from '../cloud/base/bootstrap-parameters';
import { exitCodes, RunError } from '../command/run-error';
import type { DeployableStack } from '../model/deployable-stack';
import { defaultRegion } from './surroundings';

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
      displayName: z.string().optional(),
      dependencies: z.array(z.string()).default([]),
      properties: z
        .object({
          bootstrapStackVersionSsmParameter: z.string(),
          directoryName: z.string(),
          displayName: z.string(),
          file: z.string(),
          stackName: z.string(),
          tags: z.record(z.string(), z.string()),
          templateFile: z.string(),
        })
        .partial()
        .default({}),
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
        Configuration: z.record(z.string(), z.unknown()).default({}),
      }),
    ),
  })
  .transform(({ Name, Actions }) => ({
    name: Name,
    actions: Actions.map(({ Name: action, ActionTypeId: { Category, Owner, Provider }, Configuration }) => ({
      name: action,
      provider: Provider,
      kind: `${Category}/${Owner}/${Provider}`,
      configuration: Configuration,
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
  /** All of its properties, as CloudFormation is given them. */
  readonly properties: Readonly<Record<string, unknown>>;
}

const templateSchema = z.object({
  Resources: z
    .record(z.string(), z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }))
    .default({}),
});

/** A stack, before it is deployed. */
export interface SynthesizedStack {
  /** Its name as the CDK's command line takes it: that of one in a stage has the stage before it. */
  readonly name: string;
  readonly target: Target;
  /** Name of the file with its template. */
  readonly templateFile: string;
  /** By logical id. */
  readonly resources: z.output<typeof templateSchema>['Resources'];
}

const assetsSchema = z.object({
  dockerImages: z
    .record(
      z.string(),
      z.object({
        source: z
          .object({
            directory: z.string(),
            dockerFile: z.string().default('Dockerfile'),
            dockerBuildTarget: z.string(),
            dockerBuildArgs: z.record(z.string(), z.string()),
          })
          .partial({ directory: true, dockerBuildTarget: true, dockerBuildArgs: true }),
      }),
    )
    .default({}),
});

/** An image that the app's own files are made into. */
export interface ImageAsset {
  /** Its tag. */
  readonly hash: string;
  /** The Dockerfile, absolute. */
  readonly dockerfile: string;
  readonly target?: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
}

/** A synthesized cloud assembly, as far as the rehearsal has to know it before anything is deployed. */
export class Assembly {
  private constructor(
    readonly folder: string,
    private readonly manifest: Manifest,
    /** Those of its stages, by their paths in the tree of constructs. */
    private readonly stages: ReadonlyMap<string, Assembly>,
    private readonly options: AssemblyOptions,
  ) {}

  static async read(folder: string, options: AssemblyOptions): Promise<Assembly> {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    const manifest = manifestSchema.parse(JSON.parse(text));
    const stages = new Map<string, Assembly>();
    for (const [id, { type, properties }] of Object.entries(manifest.artifacts)) {
      const { directoryName, displayName = id } = properties;
      if (type !== 'cdk:cloud-assembly' || directoryName === undefined) continue;
      stages.set(displayName, await Assembly.read(join(folder, directoryName), options));
    }
    return new Assembly(folder, manifest, stages, options);
  }

  private get nested(): readonly Assembly[] {
    return [...this.stages.values()];
  }

  /** The stacks of an environment, none before one that it depends on; none at all if there is no stage of that name. */
  deployableStacks(environment: string): readonly DeployableStack[] {
    const [, stage] = [...this.stages].find(([path]) => path.split('/').at(-1) === environment) ?? [];
    return stage?.inOrder() ?? [];
  }

  /** Every account and region that holds a stack, in order, once for each qualifier. */
  targets(): readonly BootstrapTarget[] {
    const own = this.stacks().flatMap(([, { environment, properties }]) => {
      if (environment === undefined) return [];
      return [
        { ...this.target(environment), qualifier: bootstrapQualifier(properties.bootstrapStackVersionSsmParameter) },
      ];
    });
    const all = [...own, ...this.nested.flatMap((assembly) => assembly.targets())];
    return [...new Map(all.map((target) => [Object.values(target).join('/'), target])).values()];
  }

  /** Whether any stack has a resource of one of these types, for example `AWS::RDS::DBCluster`. */
  async hasAny(types: readonly string[]): Promise<boolean> {
    const stacks = await this.allStacks();
    return stacks.some(({ resources }) => Object.values(resources).some(({ Type }) => types.includes(Type)));
  }

  /** Every stack, those of nested assemblies after its own. */
  async allStacks(): Promise<readonly SynthesizedStack[]> {
    const nested = await Promise.all(this.nested.map((assembly) => assembly.allStacks()));
    return [...(await this.ownStacks()), ...nested.flat()];
  }

  /** Every image that is made of the app's own files, once; one that a program builds is left out. */
  async imageAssets(): Promise<readonly ImageAsset[]> {
    const files = Object.values(this.manifest.artifacts).flatMap(({ type, properties }) =>
      type === 'cdk:asset-manifest' && properties.file ? [join(this.folder, properties.file)] : [],
    );
    const own = await Promise.all(files.map(async (file) => this.imagesIn(await readFile(file, 'utf8'))));
    const nested = await Promise.all(this.nested.map((assembly) => assembly.imageAssets()));
    return [...new Map([...own, ...nested].flat().map((image) => [image.hash, image])).values()];
  }

  /**
   * The pipeline with its stages and actions, as synthesized, and the stack that holds it.
   *
   * @throws RunError TAP4049 if there is none, or more than one and nobody said which; its exit code tells whose mistake that is
   */
  async pipeline(): Promise<SynthesizedPipeline> {
    const named = this.options.pipelineStack;
    const own = (await this.ownStacks()).flatMap(pipelinesOf);
    // A stage that a pipeline deploys may hold another pipeline, which is none of a person's to deploy.
    const found = own.length > 0 ? own : (await this.allStacks()).flatMap(pipelinesOf);
    const [pipeline, ...others] = named === undefined ? found : found.filter(({ stack }) => stack === named);
    if (pipeline !== undefined && others.length === 0) return pipeline;
    throw pipeline === undefined ? notFound(named, found) : ambiguous(named, found);
  }

  private inOrder(): readonly DeployableStack[] {
    const stacks = new Map(this.stacks());
    const ordered = new Map<string, DeployableStack>();
    const visit = (id: string): void => {
      const stack = stacks.get(id);
      if (stack === undefined || ordered.has(id)) return;
      for (const dependency of stack.dependencies) visit(dependency);
      ordered.set(id, this.deployable(id, stack));
    };
    for (const id of stacks.keys()) visit(id);
    return [...ordered.values()];
  }

  private deployable(id: string, { environment = '', properties }: Manifest['artifacts'][string]): DeployableStack {
    return {
      ...this.target(environment),
      name: properties.stackName ?? id,
      qualifier: bootstrapQualifier(properties.bootstrapStackVersionSsmParameter),
      templateFile: join(this.folder, properties.templateFile ?? `${id}.template.json`),
      assetsFile: join(this.folder, `${id}.assets.json`),
      tags: properties.tags ?? {},
    };
  }

  private stacks(): readonly [string, Manifest['artifacts'][string]][] {
    return Object.entries(this.manifest.artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  }

  private async ownStacks(): Promise<readonly SynthesizedStack[]> {
    return Promise.all(
      this.stacks().map(async ([id, { environment = '', displayName = id, properties }]) => {
        const templateFile = properties.templateFile ?? `${id}.template.json`;
        const text = await readFile(join(this.folder, templateFile), 'utf8');
        const { Resources: resources } = templateSchema.parse(JSON.parse(text));
        return { name: displayName, target: this.target(environment), templateFile, resources };
      }),
    );
  }

  private imagesIn(text: string): readonly ImageAsset[] {
    return Object.entries(assetsSchema.parse(JSON.parse(text)).dockerImages).flatMap(([hash, { source }]) => {
      const { directory, dockerFile, dockerBuildTarget: target, dockerBuildArgs: buildArguments = {} } = source;
      if (directory === undefined) return [];
      return [{ hash, dockerfile: join(this.folder, directory, dockerFile), target, buildArguments }];
    });
  }

  /** `aws://123456789012/us-east-1`; what is unknown becomes the default. */
  private target(environment: string): Target {
    const [, , account = '', region = ''] = environment.split('/');
    return {
      account: account.startsWith('unknown') || account === '' ? this.options.account : account,
      region: region.startsWith('unknown') || region === '' ? defaultRegion : region,
    };
  }
}

function pipelinesOf({ name, target, resources }: SynthesizedStack): SynthesizedPipeline[] {
  return Object.values(resources).flatMap(({ Type, Properties }) =>
    Type === pipelineType
      ? [
          {
            stack: name,
            target,
            stages: z.array(stageSchema).default([]).parse(Properties.Stages),
            properties: Properties,
          },
        ]
      : [],
  );
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
