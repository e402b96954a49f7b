import type { ActionExecutionDetail, PipelineExecution } from '@aws-sdk/client-codepipeline';
import type { Commit, FailedAction } from './failure';

/** What CodePipeline remembers of an execution. */
export interface History {
  execution(pipeline: string, execution: string): Promise<PipelineExecution>;
  /** Every run of an action in the execution, those of earlier attempts too. */
  actions(pipeline: string, execution: string): Promise<readonly ActionExecutionDetail[]>;
}

/** The commit of an execution: its one source is the only artifact with a revision. */
export function commitOf({ artifactRevisions = [] }: PipelineExecution): Commit | undefined {
  const [source] = artifactRevisions;
  return source?.revisionId ? { id: source.revisionId, subject: subjectOf(source.revisionSummary) } : undefined;
}

/** Of a connection the summary is JSON that holds the message, of the other sources it is the message. */
function subjectOf(summary = ''): string | undefined {
  let message: unknown = summary;
  try {
    message = JSON.parse(summary).CommitMessage ?? summary;
  } catch {
    // No JSON: the message itself.
  }
  return String(message).split('\n')[0] || undefined;
}

/**
 * The actions that failed in the last attempt of their stage. What failed before an action of the stage was run once more belongs to
 * an attempt before: a retry runs all actions again, or those that failed
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-retry.html), and may never come as far as the attempt before.
 */
export function failedActions(details: readonly ActionExecutionDetail[]): readonly FailedAction[] {
  const repeated = details.filter((one) =>
    details.some((other) => isSameAction(one, other) && startOf(other) < startOf(one)),
  );
  const isPast = (failed: ActionExecutionDetail) =>
    repeated.some((one) => one.stageName === failed.stageName && startOf(one) >= endOf(failed) && one !== failed);
  return details.filter((one) => one.status === 'Failed' && !isPast(one)).map(failedAction);
}

function isSameAction(one: ActionExecutionDetail, other: ActionExecutionDetail): boolean {
  return one.stageName === other.stageName && one.actionName === other.actionName;
}

/** Milliseconds since the epoch. */
function startOf({ startTime }: ActionExecutionDetail): number {
  return startTime?.getTime() ?? 0;
}

/** Milliseconds since the epoch. */
function endOf(detail: ActionExecutionDetail): number {
  return detail.lastUpdateTime?.getTime() ?? startOf(detail);
}

function failedAction({
  stageName = '',
  actionName = '',
  input,
  output,
  updatedBy,
}: ActionExecutionDetail): FailedAction {
  const { category, provider = '' } = input?.actionTypeId ?? {};
  const { errorDetails, externalExecutionSummary, externalExecutionUrl } = output?.executionResult ?? {};
  return {
    stage: stageName,
    action: actionName,
    provider,
    reason: errorDetails?.message ?? externalExecutionSummary,
    link: externalExecutionUrl,
    by: category === 'Approval' ? updatedBy : undefined,
  };
}
