import { dirname, join } from 'node:path';
import type { LocalCloud } from '../cloud/base/contracts';
import { exitCodes, RunError } from '../command/run-error';
import type { PipelineResult } from '../engine/execute-pipeline';
import { deployEnvironment } from '../environment/deploy-environment';
import { imageOfFiles } from '../environment/image-of-files';
import type { Emit, UpdatedEnvironment } from '../events/events';
import { readPipeline } from '../model/read-pipeline';
import { UpdateWatch } from '../update/update-watch';
import type { Assembly } from './assembly';
import type { RehearsedCommit } from './rehearsed-commit';
import type { RunContext } from './run-context';
import type { StartedCloud } from './start-cloud';
import { defaultAccount } from './surroundings';
import { synthesize } from './synthesize';
import type { SynthesizedCommits } from './synthesized-commits';
import { untilAborted } from './within';

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
 * @throws RunError TAP4091 if that commit can't be deployed or written into, TAP4049 or TAP4055 as `synthesize`
 */
export async function standDeployed(
  run: RunContext,
  commit: RehearsedCommit,
  synthesized: SynthesizedCommits,
  started: StartedCloud,
  imagesFolder: string,
): Promise<StandDeployed> {
  const { network, emit, signal } = run;
  const { configuration, deployed, machine, home } = commit;
  const { standing } = synthesized;
  const { cloud, backing } = started;
  const from = deployed.revision.commit;
  emit({ type: 'phase', text: `Deploying ${from.slice(0, 10)} into ${standing.join(', ')}, without its gates` });
  const assembly = await withImage(run, commit, synthesized, imagesFolder);
  const deployer = { name: callerName, cloud, backing, network, clone: deployed.folder, machine, home, emit, signal };
  const watch = new UpdateWatch(deploymentsOf(cloud), signal);
  if (configuration.update === undefined) {
    const message =
      'The repository tells of nobody whom its environments serve while they are updated, or who wrote into them before.';
    emit({ type: 'warning', code: 'TAP4090', message });
  }
  for (const environment of standing) {
    try {
      const running = await deployEnvironment(environment, assembly.deployableStacks(environment), deployer);
      const prepare = async (): Promise<void> => {
        const witness = await configuration.update?.witness(running);
        await watch.prepare({ environment, rows: () => backing.rows(environment), witness });
      };
      // What a repository tells may wait for ever.
      await untilAborted(signal, prepare());
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      const message = `${from.slice(0, 10)} does not stand in ${environment}, so nothing could be updated: ${why}`;
      throw new RunError('TAP4091', exitCodes.stopped, message, { cause: error });
    }
  }
  return { watch, judge: async (result) => judged(result, from, await watch.finish(), emit) };
}

/** The assembly of the commit with the image that is made of its files. */
async function withImage(
  { workDir, emit, signal }: RunContext,
  { configuration, deployed }: RehearsedCommit,
  { cdk, assembly }: SynthesizedCommits,
  imagesFolder: string,
): Promise<Assembly> {
  const { imageVariable, variables } = configuration.synth;
  if (imageVariable === undefined) return assembly;
  const digest = await imageOfFiles(join(deployed.folder, dirname(configuration.dockerfile)), {
    workDir,
    imagesFolder,
  });
  signal.throwIfAborted();
  const synth = { ...configuration.synth, variables: { ...variables, [imageVariable]: digest } };
  // Beside the assembly without it, from which the pipeline was deployed.
  return synthesize(cdk, deployed.revision, { account: defaultAccount, synth, output: 'cdk.out.image' }, emit);
}

/** Whether an action of the deployed pipeline deploys a stack. */
function deploymentsOf(cloud: LocalCloud): (stage: string, action: string) => Promise<boolean> {
  return async (stage, action) => {
    const { stages } = readPipeline(await cloud.deployedPipeline());
    const found = stages.find(({ name }) => name === stage)?.actions.find(({ name }) => name === action);
    return found?.configuration.kind === 'stack';
  };
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
