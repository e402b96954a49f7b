import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bootstrapQualifier } from '../cloud/bootstrap-parameters';
import { exitCodes, RunError } from './run-error';

/** The stack that a person deploys once. */
export const pipelineStackName = 'PipelineStack';

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

const stageSchema = z
  .object({
    Name: z.string(),
    Actions: z.array(z.object({ Name: z.string(), ActionTypeId: z.object({ Provider: z.string() }) })),
  })
  .transform(({ Name, Actions }) => ({
    name: Name,
    actions: Actions.map((action) => ({ name: action.Name, provider: action.ActionTypeId.Provider })),
  }));

/** A stage of the pipeline, before it is deployed. */
export type SynthesizedPipelineStage = z.output<typeof stageSchema>;

/** A synthesized cloud assembly, as far as the rehearsal has to know it before anything is deployed. */
export class Assembly {
  private constructor(
    readonly folder: string,
    private readonly manifest: Manifest,
    private readonly nested: readonly Assembly[],
    private readonly defaultAccount: string,
  ) {}

  static async read(folder: string, defaultAccount: string): Promise<Assembly> {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    const manifest = manifestSchema.parse(JSON.parse(text));
    const folders = Object.values(manifest.artifacts).flatMap(({ type, properties }) =>
      type === 'cdk:cloud-assembly' && properties?.directoryName ? [join(folder, properties.directoryName)] : [],
    );
    const nested = await Promise.all(folders.map((one) => Assembly.read(one, defaultAccount)));
    return new Assembly(folder, manifest, nested, defaultAccount);
  }

  /** Every account and region that holds a stack, in order, once for each qualifier. */
  targets(): readonly BootstrapTarget[] {
    const own = Object.values(this.manifest.artifacts).flatMap(({ type, environment, properties }) => {
      if (type !== 'aws:cloudformation:stack' || environment === undefined) return [];
      return [
        { ...this.target(environment), qualifier: bootstrapQualifier(properties?.bootstrapStackVersionSsmParameter) },
      ];
    });
    const all = [...own, ...this.nested.flatMap((assembly) => assembly.targets())];
    return [...new Map(all.map((target) => [Object.values(target).join('/'), target])).values()];
  }

  /** Where the pipeline itself is deployed. */
  pipelineTarget(): Target {
    return this.target(this.pipelineArtifact().environment ?? '');
  }

  /** The pipeline's stages with their actions, as synthesized. */
  async stages(): Promise<readonly SynthesizedPipelineStage[]> {
    const file = this.pipelineArtifact().properties?.templateFile ?? `${pipelineStackName}.template.json`;
    const template = z
      .object({
        Resources: z.record(
          z.string(),
          z.object({
            Type: z.string(),
            Properties: z.object({ Stages: z.array(stageSchema).default([]) }).optional(),
          }),
        ),
      })
      .parse(JSON.parse(await readFile(join(this.folder, file), 'utf8')));
    return Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::CodePipeline::Pipeline' ? (Properties?.Stages ?? []) : [],
    );
  }

  private pipelineArtifact(): Manifest['artifacts'][string] {
    const artifact = this.manifest.artifacts[pipelineStackName];
    if (artifact) return artifact;
    throw new RunError('TAP4049', exitCodes.stopped, `The commit synthesizes no stack ${pipelineStackName}.`);
  }

  /** `aws://123456789012/us-east-1`; what is unknown becomes the default. */
  private target(environment: string): Target {
    const [, , account = '', region = ''] = environment.split('/');
    return {
      account: account.startsWith('unknown') || account === '' ? this.defaultAccount : account,
      region: region.startsWith('unknown') || region === '' ? 'us-east-1' : region,
    };
  }
}
