import { join } from 'node:path';
import type { PipelineResult } from '../engine/execute-pipeline';
import { deployPipeline } from './deploy-pipeline';
import { searchForAssets } from './engine-search';
import { pushCommits, pushOf } from './push-commits';
import { type RehearsedCommit, takeCommit } from './rehearsed-commit';
import type { RunContext } from './run-context';
import { standDeployed } from './stand-deployed';
import type { StartedCloud } from './start-cloud';
import { clockFactor, defaultAccount, defaultRegion } from './surroundings';
import { synthesizeCommits } from './synthesized-commits';
import { takeSources } from './take-sources';

/**
 * The whole way of a commit: from the user's repository to the last stage asked for.
 *
 * @throws RunError with the run's exit code; the signal's reason if it is aborted
 */
export async function carryOut(run: RunContext): Promise<PipelineResult> {
  const { workDir, emit } = run;
  const commit = await takeCommit(run);
  const synthesized = await synthesizeCommits(run, commit);
  const { cdk, assembly } = synthesized;
  const sources = await takeSources(run);
  emit({ type: 'phase', text: 'Starting the local cloud' });
  const imagesFolder = join(workDir, 'images');
  const started = await start(run, commit, imagesFolder);
  await deployPipeline(started.cloud, cdk, assembly, commit.deployed.revision.commit, emit);
  const containerEngine = (await commit.engine) ?? (await searchForAssets(assembly, commit.machine.path, run.signal));
  const push = pushOf(run, commit, started, { containerEngine, imagesFolder, sources });
  if (run.options.from === undefined) return pushCommits(run, commit, push);
  const standing = await standDeployed(run, commit, synthesized, started, imagesFolder);
  return standing.judge(await pushCommits(run, commit, push, [standing.watch.hooks]));
}

async function start(run: RunContext, { configuration }: RehearsedCommit, imagesFolder: string): Promise<StartedCloud> {
  const { options, surroundings, workDir, faults, network, emit, signal } = run;
  const started = await run.startCloud(
    {
      workDir,
      toolsDir: surroundings.toolsDir,
      defaultAccount,
      defaultRegion,
      clockFactor,
      quotas: configuration.quotas,
      wayOut: (by) => network.variables(by),
      loadSeconds: options.profile === undefined ? configuration.load?.seconds : undefined,
      emit,
    },
    { imagesFolder, withDatabase: configuration.services.withDatabase ?? {} },
  );
  run.onCloud(started.cloud);
  faults.started(started.cloud, started.backing.faults);
  signal.throwIfAborted();
  return started;
}
