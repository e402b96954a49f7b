import { CodePipelineClient, GetPipelineStateCommand, type StageState } from '@aws-sdk/client-codepipeline';
import type { Access } from '../accounts/access';
import { clientSettings } from '../accounts/clients';
import { asked } from './aws';
import type { Subject } from './subject';

/** What the pipeline does about the environment. */
export type PipelineState =
  | { readonly kind: 'no pipeline' }
  /** The pipeline does not deploy the environment. */
  | { readonly kind: 'no stage' }
  | { readonly kind: 'at rest'; readonly stage: string; readonly closed: boolean }
  | { readonly kind: 'on its way'; readonly stage: string; readonly at: string };

const atWork = ['InProgress', 'Stopping'];

/**
 * Whether an execution deploys the environment now, or will come to it by itself.
 *
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html
 *
 * @throws CodedError TAP6002 to TAP6009 if CodePipeline refuses to say
 */
export async function pipelineState({ pipeline, name, configured }: Subject, access: Access): Promise<PipelineState> {
  const client = new CodePipelineClient(clientSettings(access.credentials, pipeline.region));
  try {
    const where = { account: access.account, region: pipeline.region };
    const stages = await asked(where, 'codepipeline:GetPipelineState', () =>
      client.send(new GetPipelineStateCommand({ name: pipeline.name })).then(
        ({ stageStates }) => stageStates ?? [],
        (error: unknown) => {
          if (error instanceof Error && error.name === 'PipelineNotFoundException') return undefined;
          throw error;
        },
      ),
    );
    return stages === undefined ? { kind: 'no pipeline' } : stateOf(stages, name, configured?.wave);
  } finally {
    client.destroy();
  }
}

/**
 * What the stages of a pipeline say about an environment. An execution in an earlier stage comes on by itself, unless a
 * transition between is closed. One that waits for an approval comes as soon as somebody approves.
 */
export function stateOf(stages: readonly StageState[], environment: string, wave?: string): PipelineState {
  const index = stages.findIndex((stage) => deploys(stage, environment, wave));
  if (index < 0) return { kind: 'no stage' };
  const stage = stages[index]?.stageName ?? '';
  for (const state of stages.slice(0, index + 1).reverse()) {
    if (atWork.includes(state.latestExecution?.status ?? '')) {
      return { kind: 'on its way', stage, at: state.stageName ?? '' };
    }
    if (state.inboundTransitionState?.enabled === false) return { kind: 'at rest', stage, closed: true };
    if (state.inboundExecutions?.some(({ status }) => atWork.includes(status ?? ''))) {
      return { kind: 'on its way', stage, at: state.stageName ?? '' };
    }
  }
  return { kind: 'at rest', stage, closed: false };
}

/** A stage is named after its environment, or after a wave; of several in a wave the actions begin with the environment's name. */
function deploys({ stageName, actionStates }: StageState, environment: string, wave = environment): boolean {
  return (
    stageName === environment ||
    stageName === wave ||
    (actionStates ?? []).some(({ actionName }) => actionName?.startsWith(`${environment}.`))
  );
}
