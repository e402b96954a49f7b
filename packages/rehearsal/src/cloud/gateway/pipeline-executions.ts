import type { PipelineHistory, RecordedAction, RecordedExecution } from '../base/pipeline-history';
import { isRecord } from '../base/record';
import type { ErrorAnswer } from './error-answer';
import { json } from './json-answer';

type At = { readonly account: string; readonly region: string };

/**
 * CodePipeline's GetPipelineExecution and ListActionExecutions, answered from what the run has recorded.
 *
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineExecution.html
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html
 */
export function answerExecutionCall(
  action: string,
  body: unknown,
  at: At,
  history: PipelineHistory,
): ErrorAnswer | undefined {
  const request = isRecord(body) ? body : {};
  switch (action) {
    case 'GetPipelineExecution':
      return withExecution(history, at, request.pipelineName, request.pipelineExecutionId, (execution) => ({
        pipelineExecution: executionAnswer(execution),
      }));
    case 'ListActionExecutions': {
      const filter = isRecord(request.filter) ? request.filter : {};
      return withExecution(history, at, request.pipelineName, filter.pipelineExecutionId, (execution) => ({
        // The newest first, as CodePipeline lists them.
        actionExecutionDetails: [...execution.actions].reverse().map((one) => actionAnswer(execution, one)),
      }));
    }
    default:
      return undefined;
  }
}

function withExecution(
  history: PipelineHistory,
  at: At,
  pipeline: unknown,
  id: unknown,
  answer: (execution: RecordedExecution) => unknown,
): ErrorAnswer {
  const execution = history.find(at, pipeline, id);
  if (execution !== undefined) return json(200, answer(execution));
  const message = `The pipeline '${String(pipeline)}' has no execution '${String(id)}' in this rehearsal.`;
  return json(400, { __type: 'PipelineExecutionNotFoundException', message });
}

function executionAnswer({ pipeline, id, status, revision }: RecordedExecution): unknown {
  return {
    pipelineName: pipeline,
    pipelineVersion: 1,
    pipelineExecutionId: id,
    status,
    artifactRevisions: revision
      ? [{ name: revision.artifact, revisionId: revision.id, revisionSummary: revision.summary }]
      : [],
    executionMode: 'SUPERSEDED',
    executionType: 'STANDARD',
  };
}

function actionAnswer({ id: pipelineExecutionId }: RecordedExecution, action: RecordedAction): unknown {
  const { category, provider, reason, link, by } = action;
  return {
    pipelineExecutionId,
    actionExecutionId: action.id,
    pipelineVersion: 1,
    stageName: action.stage,
    actionName: action.action,
    startTime: action.startedAt / 1000,
    lastUpdateTime: (action.endedAt ?? action.startedAt) / 1000,
    status: action.status,
    updatedBy: by,
    input: { actionTypeId: { category, owner: 'AWS', provider, version: '1' } },
    output: {
      executionResult: {
        externalExecutionUrl: link,
        ...(reason === undefined ? {} : { errorDetails: { code: 'JobFailed', message: reason } }),
      },
    },
  };
}
