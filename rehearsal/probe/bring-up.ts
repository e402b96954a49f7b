import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BackingWithFaults } from '@delivery/rehearsal/cloud/backing/backing';
import type { LocalCloud, StackDeployment, StackResult } from '@delivery/rehearsal/cloud/base/contracts';
import type { Emit } from '@delivery/rehearsal/events/events';
import { lookAtMachine } from '@delivery/rehearsal/executors/codebuild/machine';
import { imageManifest } from '@delivery/rehearsal/executors/image/manifest';
import { buildWithoutEngine } from '@delivery/rehearsal/executors/image/stand-in-docker';
import { runProgram } from '@delivery/rehearsal/executors/process/run-program';
import { placesIn } from '@delivery/rehearsal/faults/places';
import { Assembly } from '@delivery/rehearsal/run/assembly';
import { cdkIn, runCdk } from '@delivery/rehearsal/run/cdk';
import { provideModules } from '@delivery/rehearsal/run/modules';
import { Repository } from '@delivery/rehearsal/run/repository';
import { startCloud } from '@delivery/rehearsal/run/start-cloud';
import { clockFactor, defaultAccount, defaultRegion } from '@delivery/rehearsal/run/surroundings';
import configuration from '../rehearsal.config';
import { environmentStacks, type SynthesizedStack } from './environment-stacks';

/** Longest time for publishing one stack's assets, in milliseconds. */
const PUBLISH_MS = 120_000;

export interface BringUpOptions {
  readonly root: string;
  readonly toolsDir: string;
  readonly workDir: string;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Called as soon as there is a cloud, so that it can be stopped whatever happens next. */
  readonly onCloud: (cloud: LocalCloud) => void;
}

/** One environment of the committed source, running on this machine. */
export interface RunningEnvironment {
  readonly environment: string;
  readonly cloud: LocalCloud;
  readonly backing: BackingWithFaults;
  readonly stacks: readonly SynthesizedStack[];
  /** By stack name, then output. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Deploys a stack again, with a template in the place of its own. */
  redeploy(stack: SynthesizedStack, template: string): Promise<StackResult>;
}

/**
 * Deploys the first environment of HEAD, which is the smallest, without the pipeline around it: the image is made from the app's files, the environment is
 * synthesized with its digest, and its stacks are deployed in order.
 */
export async function bringUp(options: BringUpOptions): Promise<RunningEnvironment> {
  const { root, toolsDir, workDir, emit, signal } = options;
  const machine = await lookAtMachine(toolsDir);
  const repository = await Repository.open(root, signal);
  const clone = path.join(workDir, 'clone');
  await repository.clone(await repository.resolve('HEAD'), clone);
  const home = path.join(workDir, 'home');
  const imagesFolder = path.join(workDir, 'images');
  const scratch = path.join(workDir, 'scratch');
  for (const folder of [home, imagesFolder, scratch]) await mkdir(folder, { recursive: true });
  await provideModules(root, clone, machine, home, signal);

  emit({ type: 'phase', text: 'Building the image' });
  const image = await buildWithoutEngine(
    { kind: 'build', tags: [], context: path.join(clone, 'app'), buildArguments: {}, push: false },
    { imagesFolder, scratch, stateFile: path.join(workDir, 'images.json') },
    () => undefined,
  );
  const { digest } = imageManifest(image.config, []);
  signal.throwIfAborted();

  emit({ type: 'phase', text: 'Synthesizing' });
  const assemblyDir = path.join(workDir, 'cdk.out');
  const synth = await runCdk(
    cdkIn({ clone, machine, home, signal }),
    ['synth', '--quiet', '--no-lookups', '--output', assemblyDir],
    { CDK_VALIDATION: 'false', IMAGE_DIGEST: digest },
  );
  if (synth.status !== 0) throw new Error(`HEAD can't be synthesized:\n${synth.output}`);
  const assembly = await Assembly.read(assemblyDir, { account: defaultAccount });
  const { environment } = placesIn((await assembly.pipeline()).stages);
  const stacks = await environmentStacks(assemblyDir, environment);

  emit({ type: 'phase', text: 'Starting the local cloud' });
  const { cloud, backing } = await startCloud(
    { workDir, toolsDir, defaultAccount, defaultRegion, clockFactor, emit },
    { imagesFolder, withDatabase: configuration.services?.withDatabase ?? {} },
  );
  options.onCloud(cloud);
  const deploy = (stack: SynthesizedStack, template: string): Promise<StackResult> =>
    cloud.deployStack(deploymentOf(environment, stack, template), signal);
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  for (const stack of stacks) {
    emit({ type: 'phase', text: `Deploying ${stack.name}` });
    await cloud.bootstrap(stack.account, stack.region, stack.qualifier);
    const published = await runProgram({
      program: process.execPath,
      args: [
        path.join(clone, 'node_modules', 'cdk-assets', 'bin', 'cdk-assets'),
        'publish',
        '--path',
        stack.assetsFile,
      ],
      cwd: clone,
      env: { ...cloud.awsEnvironment(deployer(stack)), PATH: machine.path, HOME: home },
      signal,
      timeLimitMs: PUBLISH_MS,
    });
    if (published.status !== 0) throw new Error(`assets of ${stack.name} can't be published:\n${published.output}`);
    outputs[stack.name] = (await deploy(stack, await readFile(stack.templateFile, 'utf8'))).outputs;
  }
  return { environment, cloud, backing, stacks, outputs, redeploy: deploy };
}

function deployer({ account, region }: SynthesizedStack): StackDeployment['caller'] {
  return { name: 'rehearsal probe', account, region };
}

function deploymentOf(environment: string, stack: SynthesizedStack, template: string): StackDeployment {
  return {
    environment,
    account: stack.account,
    region: stack.region,
    stack: stack.name,
    template,
    parameters: {},
    tags: stack.tags,
    capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
    caller: deployer(stack),
  };
}
