import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LocalCloud, StackDeployment, StackResult } from '../cloud/base/contracts';
import { exitCodes, RunError } from '../command/run-error';
import { grantedBy } from '../configuration/granted';
import { loadConfiguration } from '../configuration/load';
import type { Emit } from '../events/events';
import type { Machine } from '../executors/codebuild/machine';
import { imageManifest } from '../executors/image/manifest';
import { buildWithoutEngine } from '../executors/image/stand-in-docker';
import { runProgram } from '../executors/process/run-program';
import { placesIn } from '../faults/places';
import type { DeployableStack } from '../model/deployable-stack';
import { hostOfRegistry } from '../network/allowed-host';
import type { Network } from '../network/network';
import type { Probe, RunningEnvironment } from '../probe/switch-off';
import { cdkIn } from './cdk';
import { commitRegistries } from './commit-registries';
import { Git } from './git';
import { goingOut, goOutOf } from './going-out';
import { keepingFor } from './kept-installation';
import { provideModules } from './modules';
import { Repository } from './repository';
import { startCloud } from './start-cloud';
import { clockFactor, defaultAccount, defaultRegion, type Surroundings } from './surroundings';
import { synthesize } from './synthesize';

/** Longest time for publishing one stack's assets, in milliseconds. */
const publishMs = 120_000;

export interface BringUpOptions {
  readonly surroundings: Surroundings;
  readonly workDir: string;
  readonly emit: Emit;
  /** The way out for what is executed. */
  readonly network: Network;
  readonly signal: AbortSignal;
  /** Called as soon as there is a cloud, so that it can be stopped whatever happens next. */
  readonly onCloud: (cloud: LocalCloud) => void;
}

/** A running environment, and what its commit tells of the probe. */
export interface BroughtUp {
  readonly running: RunningEnvironment;
  readonly probe: Probe;
}

/**
 * Deploys the first environment of HEAD without the pipeline around it: the image is made from its files, the environment is
 * synthesized with its digest, and its stacks are deployed in order.
 *
 * @throws RunError TAP4080 if the commit tells of no probe; otherwise as a rehearsal does before its pipeline runs
 */
export async function bringUp(options: BringUpOptions): Promise<BroughtUp> {
  const { surroundings, workDir, network, emit, signal } = options;
  const { root, toolsDir } = surroundings;
  const machine = await surroundings.lookAtMachine();
  goOutOf(machine, network);
  const repository = await Repository.open(root, signal);
  const revision = await repository.clone(await repository.resolve('HEAD'), join(workDir, 'clone'));
  const clone = revision.repository;
  const home = join(workDir, 'home');
  await mkdir(home, { recursive: true });
  network.allow((await commitRegistries(new Git(clone, signal))).flatMap(hostOfRegistry));
  const modules = { folder: clone, home, keeping: keepingFor(surroundings, undefined, machine.network) };
  await goingOut(network, 'packages', machine, (reaching) => provideModules(modules, reaching, signal));
  const configuration = (surroundings.loadConfiguration ?? loadConfiguration)(clone);
  const { probe } = configuration;
  network.allow(configuration.network.allowed ?? []);
  // Without a pipeline there is no job, and its synth gets no variable of the person's.
  emit({ type: 'granted', ...grantedBy(configuration), synthVariables: [], jobVariables: [] });
  if (probe === undefined) {
    const message = 'The commit tells of no probe: nothing is said of what to switch off, and of who would notice.';
    throw new RunError('TAP4080', exitCodes.wrongUse, message);
  }

  const imagesFolder = join(workDir, 'images');
  const variables: Record<string, string> = { ...configuration.synth.variables };
  if (probe.imageVariable !== undefined) {
    emit({ type: 'phase', text: 'Building the image' });
    variables[probe.imageVariable] = await buildImage(
      join(clone, dirname(configuration.dockerfile)),
      workDir,
      imagesFolder,
    );
    signal.throwIfAborted();
  }

  const cdk = cdkIn({ clone, machine, wayOut: network, home, signal });
  const synth = { ...configuration.synth, variables };
  const assembly = await synthesize(cdk, revision, { account: defaultAccount, synth }, emit);
  const { environment } = placesIn((await assembly.pipeline()).stages);
  const stacks = assembly.deployableStacks(environment);

  emit({ type: 'phase', text: 'Starting the local cloud' });
  const { cloud, backing } = await startCloud(
    { workDir, toolsDir, defaultAccount, defaultRegion, clockFactor, wayOut: (by) => network.variables(by), emit },
    { imagesFolder, withDatabase: configuration.services.withDatabase ?? {} },
  );
  options.onCloud(cloud);
  const redeploy = (stack: DeployableStack, template: string): Promise<StackResult> =>
    cloud.deployStack(deploymentOf(environment, stack, template), signal);
  const outputs: Record<string, Readonly<Record<string, string>>> = {};
  for (const stack of stacks) {
    emit({ type: 'phase', text: `Deploying ${stack.name}` });
    await cloud.bootstrap(stack.account, stack.region, stack.qualifier);
    await publishAssets(stack, { cloud, network, clone, machine, home, signal });
    outputs[stack.name] = (await redeploy(stack, await readFile(stack.templateFile, 'utf8'))).outputs;
  }
  return { running: { environment, cloud, backing, stacks, outputs, redeploy }, probe };
}

/** @returns the digest of the image */
async function buildImage(context: string, workDir: string, imagesFolder: string): Promise<string> {
  const scratch = join(workDir, 'scratch');
  for (const folder of [imagesFolder, scratch]) await mkdir(folder, { recursive: true });
  const image = await buildWithoutEngine(
    { kind: 'build', tags: [], context, buildArguments: {}, push: false },
    { imagesFolder, scratch, stateFile: join(workDir, 'images.json') },
    () => undefined,
  );
  return imageManifest(image.config, []).digest;
}

interface Publisher {
  readonly cloud: LocalCloud;
  readonly network: Network;
  readonly clone: string;
  readonly machine: Machine;
  readonly home: string;
  readonly signal: AbortSignal;
}

async function publishAssets(stack: DeployableStack, publisher: Publisher): Promise<void> {
  const { cloud, network, clone, machine, home, signal } = publisher;
  const { status, output } = await runProgram({
    program: process.execPath,
    args: [join(clone, 'node_modules', 'cdk-assets', 'bin', 'cdk-assets'), 'publish', '--path', stack.assetsFile],
    cwd: clone,
    env: {
      ...cloud.awsVariables(deployer(stack)),
      ...(await network.variables('assets')),
      PATH: machine.path,
      HOME: home,
    },
    signal,
    timeLimitMs: publishMs,
  });
  if (status !== 0) throw new Error(`assets of ${stack.name} can't be published:\n${output}`);
}

function deployer({ account, region }: DeployableStack): StackDeployment['caller'] {
  return { name: 'rehearsal probe', account, region };
}

function deploymentOf(environment: string, stack: DeployableStack, template: string): StackDeployment {
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
