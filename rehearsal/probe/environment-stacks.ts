import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bootstrapQualifier } from '@delivery/rehearsal/cloud/base/bootstrap-parameters';
import { defaultAccount, defaultRegion } from '@delivery/rehearsal/run/surroundings';
import { z } from 'zod';

/** A stack of a synthesized environment. */
export interface SynthesizedStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Qualifier of the bootstrap stack that it needs. */
  readonly qualifier: string;
  readonly templateFile: string;
  /** Asset manifest, for `cdk-assets publish`. */
  readonly assetsFile: string;
  readonly tags: Readonly<Record<string, string>>;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      dependencies: z.array(z.string()).default([]),
      properties: z
        .object({
          directoryName: z.string(),
          displayName: z.string(),
          templateFile: z.string(),
          stackName: z.string(),
          tags: z.record(z.string(), z.string()),
          bootstrapStackVersionSsmParameter: z.string(),
        })
        .partial()
        .default({}),
    }),
  ),
});

/**
 * The stacks of one environment in the order of their dependencies.
 *
 * @param assemblyDir cloud assembly of the whole application
 * @param environment name of the stage
 */
export async function environmentStacks(
  assemblyDir: string,
  environment: string,
): Promise<readonly SynthesizedStack[]> {
  const { artifacts: outer } = await readManifest(assemblyDir);
  const nested = Object.values(outer).find(
    ({ type, properties }) =>
      type === 'cdk:cloud-assembly' && properties.displayName?.split('/').at(-1) === environment,
  );
  const folder = path.join(assemblyDir, nested?.properties.directoryName ?? `no-environment-${environment}`);
  const { artifacts } = await readManifest(folder);
  const ordered: string[] = [];
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact?.type !== 'aws:cloudformation:stack' || ordered.includes(id)) return;
    for (const dependency of artifact.dependencies) visit(dependency);
    if (!ordered.includes(id)) ordered.push(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return ordered.flatMap((id) => {
    const artifact = artifacts[id];
    if (artifact === undefined) return [];
    const { properties } = artifact;
    const [, , account = '', region = ''] = artifact.environment?.split('/') ?? [];
    return [
      {
        name: properties.stackName ?? id,
        account: account.startsWith('unknown') ? defaultAccount : account,
        region: region.startsWith('unknown') ? defaultRegion : region,
        qualifier: bootstrapQualifier(properties.bootstrapStackVersionSsmParameter),
        templateFile: path.join(folder, properties.templateFile ?? `${id}.template.json`),
        assetsFile: path.join(folder, `${id}.assets.json`),
        tags: properties.tags ?? {},
      },
    ];
  });
}

async function readManifest(folder: string): Promise<z.infer<typeof manifestSchema>> {
  return manifestSchema.parse(JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')));
}
