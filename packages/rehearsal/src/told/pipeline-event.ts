import { randomUUID } from 'node:crypto';
import type { RecordedExecution } from '../cloud/base/pipeline-history';

/** How an execution may end, in the words of CodePipeline's events. */
export type ExecutionState = 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'SUPERSEDED' | 'STOPPED';

/**
 * The event that CodePipeline sends when an execution changes its state.
 *
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export function pipelineEvent(
  execution: Pick<RecordedExecution, 'account' | 'region' | 'pipeline' | 'id' | 'startedAt'>,
  state: ExecutionState,
  time: Date,
) {
  const { account, region, pipeline, id, startedAt } = execution;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'CodePipeline Pipeline Execution State Change',
    source: 'aws.codepipeline',
    account,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:codepipeline:${region}:${account}:${pipeline}`],
    detail: {
      pipeline,
      'execution-id': id,
      'start-time': startedAt,
      state,
      version: 1,
      // Nothing is tried again in a rehearsal.
      'pipeline-execution-attempt': 1,
    },
  };
}

export type PipelineEvent = ReturnType<typeof pipelineEvent>;
