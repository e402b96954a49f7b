import { join } from 'node:path';
import type { PipelineResult } from '../engine/execute-pipeline';
import type { Assembly } from './assembly';
import { checkStages } from './check-stages';
import { deployPipeline } from './deploy-pipeline';
import { checkDatabase } from './machine-check';
import { pushCommits, pushOf } from './push-commits';
import { type Clone, cdkIn, type RehearsedCommit, takeCommit } from './rehearsed-commit';
import type { RunContext } from './run-context';
import type { StartedCloud } from './start-cloud';
import { clockFactor, defaultAccount, defaultRegion } from './surroundings';
import { synthesize } from './synthesize';

/** Resources behind which a database server is started. */
const databaseTypes = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'];

/**
 * The whole way of a commit: from the user's repository to the last stage asked for.
 *
 * @throws RunError with the run's exit code; the signal's reason if it is aborted
 */
export async function carryOut(run: RunContext): Promise<PipelineResult> {
  const { workDir, emit, signal } = run;
  const commit = await takeCommit(run);
  const assembly = await assemble(run, commit);
  emit({ type: 'phase', text: 'Starting the local cloud' });
  const imagesFolder = join(workDir, 'images');
  const started = await start(run, commit, imagesFolder);
  const { deployed } = commit;
  await deployPipeline(started.cloud, cdkIn(deployed, commit, signal), assembly, deployed.revision.commit, emit);
  return pushCommits(run, commit, await pushOf(run, commit, started, imagesFolder));
}

/**
 * Synthesizes the commits, and checks what was ordered against the pushed one.
 *
 * @returns the assembly of the commit whose pipeline is deployed first
 */
async function assemble(run: RunContext, commit: RehearsedCommit): Promise<Assembly> {
  const { options, surroundings, faults, emit, signal } = run;
  const { machine, configuration, pushed, deployed } = commit;
  const synthesized = (clone: Clone): Promise<Assembly> =>
    synthesize(
      cdkIn(clone, commit, signal),
      clone.revision,
      {
        account: defaultAccount,
        pipelineStack: configuration.pipelineStack,
        synth: configuration.synth,
        kept: surroundings.assembliesFolder,
      },
      emit,
    );
  const assembly = await synthesized(deployed);
  // The pushed commit's own stages count: self-mutation brings them.
  const own = deployed === pushed ? assembly : await synthesized(pushed);
  await checkStages(options.until, faults, own);
  if (await own.hasAny(databaseTypes)) {
    checkDatabase({ toolsDir: surroundings.toolsDir, path: machine.path }, machine.databaseUrl);
  }
  return assembly;
}

async function start(run: RunContext, { configuration }: RehearsedCommit, imagesFolder: string): Promise<StartedCloud> {
  const { options, surroundings, workDir, faults, emit, signal } = run;
  const started = await run.startCloud(
    {
      workDir,
      toolsDir: surroundings.toolsDir,
      defaultAccount,
      defaultRegion,
      clockFactor,
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
