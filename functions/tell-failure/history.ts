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

/** The actions that failed in the last attempt: of a stage that was tried again, earlier runs of an action say nothing any more. */
export function failedActions(details: readonly ActionExecutionDetail[]): readonly FailedAction[] {
  const last = new Map<string, ActionExecutionDetail>();
  for (const detail of details) {
    const name = `${detail.stageName}/${detail.actionName}`;
    if (started(detail) >= started(last.get(name))) last.set(name, detail);
  }
  return [...last.values()].filter(({ status }) => status === 'Failed').map(failedAction);
}

/** Milliseconds since the epoch. */
function started(detail: ActionExecutionDetail | undefined): number {
  return detail?.startTime?.getTime() ?? 0;
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
