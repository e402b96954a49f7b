import type { PipelineResult } from '../engine/execute-pipeline';
import type { Revision } from '../executors/executor-context';
import { terminalApprover, yesApprover } from '../executors/terminal-approver';
import type { FaultHooks } from '../faults/fault';
import { buildStage, stageOf } from '../faults/places';
import { tellingAwsPace } from './aws-pace';
import type { FaultPlan } from './fault-plan';
import { type PipelineRun, runPipeline } from './pipeline-run';
import type { RehearsedCommit } from './rehearsed-commit';
import type { RunContext } from './run-context';
import type { StartedCloud } from './start-cloud';

/** What every push of a run has in common. */
export type Push = Omit<PipelineRun, 'revision' | 'until' | 'hooks'>;

/**
 * Pushes the commit; with faults, as they ask for it: the good commit up to a stage first, then the bad one on top of it, then
 * the good one again.
 *
 * @param watching what is told of each action beside the faults. @default - nothing
 */
export async function pushCommits(
  run: RunContext,
  { pushed }: Pick<RehearsedCommit, 'pushed'>,
  common: Push,
  watching: readonly FaultHooks[] = [],
): Promise<PipelineResult> {
  const { options, faults, emit, signal } = run;
  const good = pushed.revision;
  const push = (revision: Revision, until: string | undefined, hooks: readonly FaultHooks[]) =>
    runPipeline({ ...common, revision, until, hooks: [...watching, ...hooks] });
  if (faults.promotedFirst !== undefined) {
    emit({ type: 'phase', text: `Promoting the good commit to ${faults.promotedFirst} first` });
    const promoted = await push(good, faults.promotedFirst, []);
    // The good commit does not pass: whatever the fault would do, nothing can be said of it.
    if (promoted.verdict === 'stopped') return promoted;
  }
  const result = await push(await faults.commitOnTop(good, signal), options.until, faults.hooks);
  if (result.verdict !== 'stopped' || !faults.pushesAgain(result.by)) return result;
  emit({ type: 'phase', text: 'Pushing the good commit again, which must find its way' });
  return push(good, options.until, []);
}

export function pushOf(
  run: RunContext,
  { machine, configuration }: RehearsedCommit,
  { cloud, backing }: StartedCloud,
  taken: Pick<Push, 'containerEngine' | 'imagesFolder' | 'sources'>,
): Push {
  const { options, surroundings, workDir, network, emit, signal } = run;
  return {
    cloud,
    environmentDifferences: (environment) => backing.differencesOf(environment),
    machine,
    wayOut: network,
    configuration,
    ...taken,
    approver: options.yes ? yesApprover : terminalApprover(surroundings.input, surroundings.output),
    workDir,
    reportDir: options.out,
    keep: options.keep,
    emit: tellingAwsPace(emit, backing, configuration.gates),
    signal,
    profile: options.profile,
    jobVariables: options.jobVariables ?? {},
    pipelineVariables: options.pipelineVariables ?? {},
    builds: buildsOf(run),
  };
}

function buildsOf({ options, surroundings, faults }: RunContext): Push['builds'] {
  const { buildsFolder } = surroundings;
  // A snapshot of the working tree is another commit each time; another repository's builds are nobody's to keep.
  if (buildsFolder === undefined || options.workingTree || options.project !== undefined) return undefined;
  // An update and most faults look away from the build: where the same commit was built before, that is taken, and told.
  return { folder: buildsFolder, reuse: options.from !== undefined || reusesBuilds(faults) };
}

/** What a build must stop has to be built. */
function reusesBuilds({ faults }: FaultPlan): boolean {
  return faults.length > 0 && faults.every(({ gate }) => stageOf(gate) !== buildStage);
}
