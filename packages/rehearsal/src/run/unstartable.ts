import { readFile } from 'node:fs/promises';
import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import { commandOf, missingProgram } from '../cloud/workloads/start-command';
import { baseOf, readDockerfile, stagesUpTo } from '../executors/image/dockerfile';
import { imageStart } from '../executors/image/image-start';
import type { Assembly, ImageAsset, SynthesizedPipeline, SynthesizedStack } from './assembly';

/** A resource whose program can't be started on this machine. */
export interface Unstartable {
  /** `Stack/LogicalId` */
  readonly where: string;
  /** What it is, and why not. */
  readonly kind: string;
}

/** A value that a template may also put together of parts, which nothing is known of. */
const literals = z.array(z.string()).catch([]);
const taskSchema = z.object({
  ContainerDefinitions: z
    .array(
      z.object({ Name: z.string().catch('?'), Image: z.unknown().optional(), EntryPoint: literals, Command: literals }),
    )
    .catch([]),
});

/** Runtimes whose functions the emulator runs; a custom one (`provided`) brings a program of the machine's own architecture. */
const runtimes = /^(?:nodejs|python|provided)/;
/** Lambda's names of architectures: https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html */
const architectures: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'arm64' };

const functionSchema = z.object({
  PackageType: z.unknown().optional(),
  /** Undefined where a template looks it up. */
  Runtime: z.string().optional().catch(undefined),
  Architectures: z.array(z.string()).catch(['x86_64']),
});

/**
 * What the pipeline deploys and no process of this machine can stand for: functions in containers and in runtimes that are not
 * here, and containers whose program only a base image has.
 */
export async function unstartableOf(
  assembly: Pick<Assembly, 'allStacks' | 'imageAssets'>,
  { stages }: Pick<SynthesizedPipeline, 'stages'>,
): Promise<readonly Unstartable[]> {
  const paths = stages.flatMap(({ actions }) => actions.map(({ configuration }) => configuration.TemplatePath));
  const deployed = JSON.stringify(paths);
  const images = await assembly.imageAssets();
  const found: Unstartable[] = [];
  for (const stack of await assembly.allStacks()) {
    if (deployed.includes(stack.templateFile)) found.push(...(await unstartableIn(stack, images)));
  }
  return found;
}

async function unstartableIn(
  { name, resources }: SynthesizedStack,
  images: readonly ImageAsset[],
): Promise<Unstartable[]> {
  const found: Unstartable[] = [];
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    const where = `${name}/${id}`;
    if (Type === 'AWS::Lambda::Function') {
      const why = whyNotRun(Properties);
      if (why !== undefined) found.push({ where, kind: `${Type}, ${why}` });
    }
    if (Type !== 'AWS::ECS::TaskDefinition') continue;
    for (const container of taskSchema.parse(Properties).ContainerDefinitions) {
      const why = await whyNot(container, images);
      if (why !== undefined) found.push({ where, kind: `${Type}, whose container ${container.Name} ${why}` });
    }
  }
  return found;
}

function whyNotRun(properties: Readonly<Record<string, unknown>>): string | undefined {
  const { PackageType, Runtime: runtime, Architectures } = functionSchema.parse(properties);
  if (PackageType === 'Image') return 'from an image';
  if (runtime === undefined) return undefined;
  if (!runtimes.test(runtime)) return `in ${runtime}`;
  const [architecture] = Architectures;
  if (!runtime.startsWith('provided') || architecture === architectures[process.arch]) return undefined;
  return `in ${runtime} for ${architecture}`;
}

type Container = z.output<typeof taskSchema>['ContainerDefinitions'][number];

async function whyNot(container: Container, images: readonly ImageAsset[]): Promise<string | undefined> {
  const { Name: name, Image, EntryPoint: entryPoint, Command: command } = container;
  if (typeof Image === 'string') return `runs ${Image} of a registry`;
  const image = images.find(({ hash }) => JSON.stringify(Image ?? '').includes(hash));
  if (image === undefined) return undefined;
  const { dockerfile, target, buildArguments } = image;
  const stages = stagesUpTo(target, readDockerfile(await readFile(dockerfile, 'utf8'), buildArguments));
  const start = imageStart(stages, buildArguments);
  const base = baseOf(stages) ?? 'its base image';
  try {
    // What the working directory will hold is known when it is built.
    const isHere = () => true;
    const words = commandOf({ name, image: image.hash, entryPoint, command }, start);
    const missing = missingProgram(words, start.workdir, isHere);
    return missing && `starts ${missing} of ${base}`;
  } catch (error) {
    if (error instanceof CodedError) return `is started as only ${base} says`;
    throw error;
  }
}
