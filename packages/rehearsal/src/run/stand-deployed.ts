import { dirname, join } from 'node:path';
import type { PipelineResult } from '../engine/execute-pipeline';
import { type Deployer, deployEnvironment } from '../environment/deploy-environment';
import { imageOfFiles } from '../environment/image-of-files';
import type { Emit, UpdatedEnvironment } from '../events/events';
import { readPipeline } from '../model/read-pipeline';
import { UpdateWatch } from '../update/update-watch';
import { type PipelineEnvironment, standingEnvironments } from './environments';
import type { RehearsedCommit } from './rehearsed-commit';
import type { RunContext } from './run-context';
import type { StartedCloud } from './start-cloud';
import { defaultAccount } from './surroundings';
import { synthesize } from './synthesize';
import type { SynthesizedCommits } from './synthesized-commits';

/** Whose the calls are that no job, task or function makes. */
const callerName = 'rehearsal update';

/** Environments in which an earlier commit stands deployed. */
export interface StandDeployed {
  readonly watch: UpdateWatch;
  /** The pipeline's own result, or that the update has lost something. */
  judge(result: PipelineResult): Promise<PipelineResult>;
}

/**
 * Deploys the environments of the commit that the run begins from, without their pipeline and its gates: its image is made from its
 * files, and each environment is synthesized with the image's digest. Then the repository's witness writes into each.
 *
 * @throws RunError TAP4089 as `standingEnvironments`, TAP4049 or TAP4055 as `synthesize`; as `deployEnvironment`; Error if the witness can't write
 */
export async function standDeployed(
  run: RunContext,
  commit: RehearsedCommit,
  synthesized: SynthesizedCommits,
  started: StartedCloud,
  imagesFolder: string,
): Promise<StandDeployed> {
  const { options, network, workDir, emit, signal } = run;
  const { configuration, deployed, machine, home } = commit;
  const { cdk, assembly, pushed } = synthesized;
  const revision = options.from ?? '';
  const names = await standingEnvironments({ revision, assembly }, pushed, options.until);
  emit({
    type: 'phase',
    text: `Deploying ${revision} (${deployed.revision.commit.slice(0, 10)}) into ${list(names)}, without its gates`,
  });
  const { imageVariable } = configuration.synth;
  let standing = names;
  if (imageVariable !== undefined) {
    const context = join(deployed.folder, dirname(configuration.dockerfile));
    const digest = await imageOfFiles(context, { workDir, imagesFolder });
    signal.throwIfAborted();
    const synth = { ...configuration.synth, variables: { ...configuration.synth.variables, [imageVariable]: digest } };
    // Beside the assembly without it, from which the pipeline was deployed.
    const settings = { account: defaultAccount, synth, output: 'cdk.out.image' };
    const withImage = await synthesize(cdk, deployed.revision, settings, emit);
    standing = names.map(({ name }) => ({ name, stacks: withImage.deployableStacks(name) }));
  }
  const { cloud, backing } = started;
  const deployer: Deployer = {
    name: callerName,
    cloud,
    backing,
    network,
    clone: deployed.folder,
    machine,
    home,
    emit,
    signal,
  };
  const watch = new UpdateWatch(async (stage, action) => {
    const { stages } = readPipeline(await cloud.deployedPipeline());
    const found = stages.find(({ name }) => name === stage)?.actions.find(({ name }) => name === action);
    return found?.configuration.kind === 'stack';
  }, signal);
  if (configuration.update === undefined) {
    const message =
      'The repository tells of no customer of its environments: nobody is served while they are updated, and nothing is written before.';
    emit({ type: 'warning', code: 'TAP4090', message });
  }
  for (const { name, stacks } of standing) {
    const running = await deployEnvironment(name, stacks, deployer);
    const witness = await configuration.update?.witness(running);
    await watch.prepare({ environment: name, rows: () => backing.rows(name), ...(witness && { witness }) });
  }
  return {
    watch,
    judge: async (result) => judged(result, deployed.revision.commit, await watch.finish(), emit),
  };
}

function list(environments: readonly PipelineEnvironment[]): string {
  return environments.map(({ name }) => name).join(', ');
}

function judged(
  result: PipelineResult,
  from: string,
  environments: readonly UpdatedEnvironment[],
  emit: Emit,
): PipelineResult {
  emit({ type: 'updated', from, environments });
  const lossy = environments.find(({ problems }) => problems.length > 0);
  if (result.verdict === 'stopped' || lossy === undefined) return result;
  return {
    verdict: 'stopped',
    restarts: result.restarts,
    by: { stage: lossy.environment },
    reason: [`The update from ${from.slice(0, 10)} lost something.`, ...lossy.problems].join('\n'),
  };
}
