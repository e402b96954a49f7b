import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCloud } from '../cloud/base/contracts';
import type { Configuration } from '../configuration/configuration';
import { executePipeline, type PipelineResult } from '../engine/execute-pipeline';
import type { Executors } from '../engine/executor';
import type { Difference, Emit } from '../events/events';
import { type Approver, approvalExecutor } from '../executors/approval';
import { stackExecutor } from '../executors/cloudformation';
import { cachedBuilds } from '../executors/codebuild/build-cache';
import { buildExecutor } from '../executors/codebuild/build-executor';
import type { Machine } from '../executors/codebuild/machine';
import { deadlineClock } from '../executors/deadline-clock';
import type { ExecutorContext, Revision } from '../executors/executor-context';
import type { EngineSearch } from '../executors/image/engine';
import { equipDocker } from '../executors/image/equip-docker';
import { sourceExecutor } from '../executors/source';
import { SourceVersions } from '../executors/source-versions';
import type { FaultHooks } from '../faults/fault';
import { faultyApproval } from '../faults/faulty-approval';
import type { WayOut } from '../network/network';
import { passedOn } from '../network/withheld-variables';
import { telling } from '../told/telling';
import { artifactsFolder } from './artifacts';
import { rootOf } from './repository';
import { clockFactor } from './surroundings';
import { toolDifferences } from './tool-differences';

export interface PipelineRun {
  readonly cloud: LocalCloud;
  /** In what that which stands behind an environment's stacks differs from AWS. */
  readonly environmentDifferences: (environment: string) => readonly Difference[];
  readonly revision: Revision;
  readonly machine: Machine;
  readonly wayOut: WayOut;
  readonly configuration: Configuration;
  readonly containerEngine: EngineSearch;
  readonly approver: Approver;
  readonly workDir: string;
  readonly imagesFolder: string;
  readonly reportDir: string;
  readonly keep: boolean;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly hooks: readonly FaultHooks[];
  readonly until?: string;
  readonly profile?: string;
  /** Environment variables of build projects that no stack sets. */
  readonly jobVariables: Readonly<Record<string, string>>;
  /** Values of the pipeline's own variables, over their default values. */
  readonly pipelineVariables: Readonly<Record<string, string>>;
  /** What further source actions read, by the names of those that were given a folder. */
  readonly sources: ReadonlyMap<string, Revision>;
  /** Where builds are kept, and whether earlier ones are used again. */
  readonly builds?: { readonly folder: string; readonly reuse: boolean };
}

/** A push: the deployed pipeline is carried out on a commit. */
export async function runPipeline(run: PipelineRun): Promise<PipelineResult> {
  const { cloud, revision, machine, configuration, emit, signal, until, builds } = run;
  const context: ExecutorContext = {
    cloud,
    machine,
    wayOut: run.wayOut,
    gates: configuration.gates,
    workDir: run.workDir,
    reportDir: run.reportDir,
    revision,
    sources: run.sources,
    sourceVersions: new SourceVersions(),
    clockFactor,
    keep: run.keep,
    inspectOutput: (folder, own) => toolDifferences(configuration.tools, folder, rootOf(revision), machine, own),
    personVariables: passedOn(configuration.jobs.variables ?? []),
    addedVariables:
      run.profile === undefined || configuration.load === undefined
        ? {}
        : { [configuration.load.profileVariable]: run.profile },
    handSetVariables: run.jobVariables,
  };
  emit({ type: 'phase', text: `Carrying out the pipeline on ${revision.commit.slice(0, 10)}` });
  await mkdir(run.imagesFolder, { recursive: true });
  const build = buildExecutor(context, equipDocker(run.containerEngine, run.imagesFolder));
  const { approver, clock } = faultyApproval(run.approver, deadlineClock(clockFactor), run.hooks);
  const executors: Executors = {
    source: sourceExecutor(context),
    build: builds
      ? cachedBuilds(
          {
            ...builds,
            commit: revision.commit,
            imagesFolder: run.imagesFolder,
            project: ({ configuration, action }) => cloud.project(configuration.project, action.account, action.region),
          },
          build,
        )
      : build,
    stack: stackExecutor(context, run.environmentDifferences),
    approval: approvalExecutor(context, approver, clock),
  };
  const told = telling(cloud, { revision, reportDir: run.reportDir }, emit);
  const result = await executePipeline({
    deployedPipeline: () => cloud.deployedPipeline(),
    executors,
    artifactsFolder: join(artifactsFolder(run.workDir), revision.commit),
    emit: told.emit,
    signal,
    beforeAction: async (stage, action, own) => {
      for (const hook of run.hooks) await hook.beforeAction?.(stage, action, own);
    },
    until,
    variables: run.pipelineVariables,
  });
  await told.tell(signal);
  return result;
}
