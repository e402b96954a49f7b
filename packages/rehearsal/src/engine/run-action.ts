import { CodedError } from '@delivery/coded-error';
import type { Emit } from '../events/events';
import type { Action, Pipeline } from '../model/pipeline';
import type { Variables } from '../model/variables';
import type { ArtifactStore } from './artifact-store';
import type { ActionOutcome, ActionRun, Executors } from './executor';

/** What the actions of one execution share. */
export interface ExecutionContext {
  readonly pipeline: Pipeline;
  readonly execution: string;
  readonly executors: Executors;
  readonly artifacts: ArtifactStore;
  readonly variables: Variables;
  readonly emit: Emit;
  /** Called before each action; the place where faults are applied. */
  readonly beforeAction?: (stage: string, action: string, signal: AbortSignal) => Promise<void>;
}

/**
 * Carries out one action and tells of it.
 *
 * @throws the signal's reason if it is aborted; whatever an executor throws that is not a CodedError
 */
export async function runAction(
  context: ExecutionContext,
  stage: string,
  action: Action,
  signal: AbortSignal,
): Promise<ActionOutcome> {
  const { pipeline, execution, artifacts, variables, emit } = context;
  const id = { stage, action: action.name };
  const where = `${stage}/${action.name}`;
  const startedAt = performance.now();
  await context.beforeAction?.(stage, action.name, signal);
  emit({ type: 'action-started', ...id, provider: action.provider });
  const run: Omit<ActionRun, 'configuration'> = {
    pipeline,
    stage,
    action,
    where,
    execution,
    variables,
    signal,
    emit,
    input: (artifact) => artifacts.input(where, artifact),
    output: (artifact) => artifacts.output(artifact),
    say: (line) => emit({ type: 'action-output', ...id, line }),
  };
  const end = ({ verdict, differences, reason }: ActionOutcome): void => {
    const seconds = (performance.now() - startedAt) / 1000;
    emit({ type: 'action-ended', ...id, verdict, seconds, differences, reason });
  };
  const failed = (reason: string): ActionOutcome => ({ verdict: 'fail', reason, differences: [] });
  const ended = await dispatch(context.executors, run).catch((error: unknown): ActionOutcome => {
    signal.throwIfAborted();
    if (error instanceof CodedError) return failed(error.message);
    end(failed(`The rehearsal itself broke: ${error instanceof Error ? error.message : String(error)}`));
    throw error;
  });
  signal.throwIfAborted();
  const late = ended.verdict === 'fail' ? undefined : whyLate(action, performance.now() - startedAt);
  const outcome: ActionOutcome = late === undefined ? ended : { ...ended, verdict: 'fail', reason: late };
  end(outcome);
  return outcome;
}

/** An approval keeps its own time, on the faster clock. What is late is not cut short here, but never passes. */
function whyLate({ configuration, timeoutMinutes }: Action, tookMs: number): string | undefined {
  if (configuration.kind === 'approval' || timeoutMinutes === undefined) return undefined;
  return tookMs > timeoutMinutes * 60_000
    ? `It took longer than its TimeoutInMinutes, ${timeoutMinutes}: CodePipeline would have ended it.`
    : undefined;
}

function dispatch(executors: Executors, run: Omit<ActionRun, 'configuration'>): Promise<ActionOutcome> {
  const { configuration } = run.action;
  switch (configuration.kind) {
    case 'source':
      return executors.source({ ...run, configuration });
    case 'build':
      return executors.build({ ...run, configuration });
    case 'stack':
      return executors.stack({ ...run, configuration });
    case 'approval':
      return executors.approval({ ...run, configuration });
  }
}
