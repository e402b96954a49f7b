import { CodePipelineClient, GetPipelineStateCommand, type StageState } from '@aws-sdk/client-codepipeline';
import { CodedError } from '@delivery/coded-error';
import type { AwsPlace } from './aws-place';
import { isNamed } from './is-named';

/**
 * When a pipeline last updated itself, if that was its last try and went well.
 *
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionExecution.html
 *
 * @returns nothing if the pipeline is as fresh as that nothing of it ever ran
 * @throws CodedError TAP6130 if its state doesn't say; whatever the client throws
 */
export async function lastSelfMutation(aws: AwsPlace, pipeline: string): Promise<Date | undefined> {
  const stages = await stagesOf(aws, pipeline);
  const mutation = stages
    .find(({ stageName }) => stageName === 'UpdatePipeline')
    ?.actionStates?.find(({ actionName }) => actionName === 'SelfMutate');
  if (mutation === undefined) throw unknown(pipeline, 'its state has no action SelfMutate in a stage UpdatePipeline');
  if (!stages.some(hasRun)) return undefined;
  const { status, lastStatusChange } = mutation.latestExecution ?? {};
  if (status === undefined)
    throw unknown(pipeline, 'its state has no execution of SelfMutate, although the pipeline ran');
  if (status !== 'Succeeded') throw unknown(pipeline, `its last SelfMutate is ${status}, not Succeeded`);
  if (lastStatusChange === undefined) throw unknown(pipeline, 'its state does not say when SelfMutate succeeded');
  return lastStatusChange;
}

async function stagesOf(aws: AwsPlace, name: string): Promise<readonly StageState[]> {
  try {
    const { stageStates = [] } = await aws.client(CodePipelineClient).send(new GetPipelineStateCommand({ name }));
    return stageStates;
  } catch (error) {
    if (isNamed(error, 'PipelineNotFoundException')) throw unknown(name, 'there is none of this name', error);
    throw error;
  }
}

function hasRun({ latestExecution, actionStates = [] }: StageState): boolean {
  return latestExecution !== undefined || actionStates.some((action) => action.latestExecution !== undefined);
}

function unknown(pipeline: string, why: string, cause?: unknown): CodedError {
  const todo = 'look again once its stage UpdatePipeline has Succeeded (docs/runbooks/self-mutation.md)';
  return new CodedError(
    'TAP6130',
    `pipeline ${pipeline}: ${why}, so nothing shows whether it should have protected its stack; ${todo}`,
    { cause },
  );
}
