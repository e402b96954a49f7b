import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Emit } from '../events/events';
import type { DeployedPipeline } from '../model/deployed-pipeline';
import type { Pipeline } from '../model/pipeline';
import { plannedStages, readPipeline } from '../model/read-pipeline';
import { sameDefinition } from '../model/same-definition';
import { ArtifactStore } from './artifact-store';
import { executeStage, type StageContext } from './execute-stage';
import type { Executors } from './executor';

/** How many restarts by self-mutation are followed: one more means that the pipeline never settles. */
export const maxRestarts = 3;

export interface PipelineExecution {
  /** The definition as it is deployed now. */
  readonly deployedPipeline: () => Promise<DeployedPipeline>;
  readonly executors: Executors;
  /** Folder for the artifacts of all executions of this run. */
  readonly artifactsFolder: string;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** The last stage to carry out. @default - all of them */
  readonly until?: string;
  /** Values of the pipeline's variables, over their default values. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Called before each action; the place where faults are applied. */
  readonly beforeAction?: StageContext['beforeAction'];
  /** @default - a random UUID for each execution */
  readonly newExecutionId?: () => string;
}

/** What has stopped an execution. */
export interface StoppedBy {
  readonly stage: string;
  /** Absent if no action did: the execution came to the stage, and not into it. */
  readonly action?: string;
}

/** `Stage/Action`, or the stage alone. */
export function placeOf({ stage, action }: StoppedBy): string {
  return action === undefined ? stage : `${stage}/${action}`;
}

export type PipelineResult = { readonly restarts: number } & (
  | { readonly verdict: 'promoted' }
  | { readonly verdict: 'stopped'; readonly by: StoppedBy; readonly reason: string }
);

/**
 * Carries out the deployed pipeline from its first stage. When self-mutation has changed the deployed definition, the
 * execution starts again with the new one, as on AWS.
 *
 * @throws the signal's reason if it is aborted; CodedError TAP4101 to TAP4103 if the definition can't be carried out; an
 * executor's own trouble
 */
export async function executePipeline(options: PipelineExecution): Promise<PipelineResult> {
  const { emit, until } = options;
  let deployed = await options.deployedPipeline();
  for (let restarts = 0; ; restarts += 1) {
    const pipeline = readPipeline(deployed);
    if (restarts > 0) emit({ type: 'pipeline-restarted', restarts, stages: plannedStages(pipeline) });
    const result = await executeOnce(options, pipeline, deployed, restarts);
    if (result.kind === 'promoted') return { verdict: 'promoted', restarts };
    if (result.kind === 'stopped') return { verdict: 'stopped', restarts, by: result.by, reason: result.reason };
    const stop = (reason: string): PipelineResult => ({ verdict: 'stopped', restarts, by: result.by, reason });
    if (!pipeline.restartOnUpdate) {
      return stop('The pipeline changed itself, and its definition does not say RestartExecutionOnUpdate.');
    }
    if (restarts === maxRestarts) {
      return stop(`The pipeline changed itself again after ${maxRestarts} restarts: it never settles.`);
    }
    deployed = await options.deployedPipeline();
    const stages = readPipeline(deployed).stages.map((stage) => stage.name);
    if (until !== undefined && !stages.includes(until)) {
      return stop(`The changed pipeline has no stage "${until}" any more; it has ${stages.join(', ')}.`);
    }
  }
}

type Once =
  | { readonly kind: 'promoted' }
  | { readonly kind: 'stopped' | 'changed'; readonly by: StoppedBy; readonly reason: string };

async function executeOnce(
  options: PipelineExecution,
  pipeline: Pipeline,
  deployed: DeployedPipeline,
  restarts: number,
): Promise<Once> {
  const execution = (options.newExecutionId ?? randomUUID)();
  const context: StageContext = {
    pipeline,
    execution,
    executors: options.executors,
    artifacts: new ArtifactStore(join(options.artifactsFolder, String(restarts))),
    variables: new Map([
      ['codepipeline', { PipelineExecutionId: execution }],
      ['variables', { ...pipeline.variables, ...options.variables }],
    ]),
    emit: options.emit,
    definitionChanged: async () => !sameDefinition(deployed, await options.deployedPipeline()),
    beforeAction: options.beforeAction,
  };
  const { name, account, region } = pipeline;
  options.emit({ type: 'execution-started', execution, pipeline: name, account, region });
  const end = (state: 'SUCCEEDED' | 'FAILED' | 'CANCELED') => options.emit({ type: 'execution-ended', state });
  for (const [at, stage] of pipeline.stages.entries()) {
    // The first stage has no transition into it. Behind a disabled one an execution waits, and has not ended.
    if (stage.closed !== undefined && at > 0) {
      return { kind: 'stopped', by: { stage: stage.name }, reason: closedReason(stage.closed) };
    }
    const result = await executeStage(context, stage, options.signal);
    if (result.kind === 'stopped') {
      end('FAILED');
      return { kind: 'stopped', by: result, reason: result.reason };
    }
    if (result.kind === 'changed') {
      end('CANCELED');
      return { kind: 'changed', by: { stage: stage.name, action: stage.actions.at(-1)?.name ?? '' }, reason: '' };
    }
    // An execution that is followed no further has not ended.
    if (stage.name === options.until && stage !== pipeline.stages.at(-1)) return { kind: 'promoted' };
  }
  end('SUCCEEDED');
  return { kind: 'promoted' };
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html */
function closedReason(reason: string): string {
  return `The transition to this stage is disabled: ${reason}. An execution waits before it until somebody enables it.`;
}
