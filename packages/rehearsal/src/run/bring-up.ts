import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LocalCloud, StackResult } from '../cloud/base/contracts';
import { exitCodes, RunError } from '../command/run-error';
import { grantedBy } from '../configuration/granted';
import { loadConfiguration } from '../configuration/load';
import { deployEnvironment, deploymentOf } from '../environment/deploy-environment';
import { imageOfFiles } from '../environment/image-of-files';
import type { Emit } from '../events/events';
import { placesIn } from '../faults/places';
import type { DeployableStack } from '../model/deployable-stack';
import { hostOfRegistry } from '../network/allowed-host';
import type { Network } from '../network/network';
import type { Probe, ProbedEnvironment } from '../probe/switch-off';
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

/** Whose the calls are that no job, task or function makes. */
const callerName = 'rehearsal probe';

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
  readonly running: ProbedEnvironment;
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
  const { imageVariable } = configuration.synth;
  if (imageVariable !== undefined) {
    emit({ type: 'phase', text: 'Building the image' });
    const context = join(clone, dirname(configuration.dockerfile));
    variables[imageVariable] = await imageOfFiles(context, { workDir, imagesFolder });
    signal.throwIfAborted();
  }

  const cdk = cdkIn({ clone, machine, wayOut: network, home, signal });
  const synth = { ...configuration.synth, variables };
  const assembly = await synthesize(cdk, revision, { account: defaultAccount, synth }, emit);
  const { environment } = placesIn((await assembly.pipeline()).stages);
  const stacks = assembly.deployableStacks(environment);

  emit({ type: 'phase', text: 'Starting the local cloud' });
  const { cloud, backing } = await startCloud(
    {
      workDir,
      toolsDir,
      defaultAccount,
      defaultRegion,
      clockFactor,
      quotas: configuration.quotas,
      wayOut: (by) => network.variables(by),
      emit,
    },
    { imagesFolder, withDatabase: configuration.services.withDatabase ?? {} },
  );
  options.onCloud(cloud);
  const deployer = { name: callerName, cloud, backing, network, clone, machine, home, emit, signal };
  const deployed = await deployEnvironment(environment, stacks, deployer);
  const redeploy = (stack: DeployableStack, template: string): Promise<StackResult> =>
    cloud.deployStack(deploymentOf(environment, stack, template, callerName), signal);
  return { running: { ...deployed, redeploy }, probe };
}
