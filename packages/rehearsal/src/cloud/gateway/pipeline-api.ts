import { isRecord } from '../base/record';
import type { ErrorAnswer } from './error-answer';
import { json } from './json-answer';
import type { StandIn, StandIns } from './stand-ins';

const type = 'AWS::CodePipeline::Pipeline';
/** Properties of the CloudFormation type that CodePipeline's own API doesn't show in a pipeline. */
const notInApi = new Set(['restartExecutionOnUpdate', 'tags', 'disableInboundStageTransitions']);

/** CodePipeline's GetPipeline, GetPipelineState and ListPipelines, answered from the deployed stand-in; the emulator has no such service. */
export function answerPipelineCall(
  action: string,
  body: unknown,
  account: string,
  region: string,
  standIns: Pick<StandIns, 'ofType'>,
): ErrorAnswer {
  const pipelines = standIns.ofType(type).filter((one) => one.account === account && one.region === region);
  if (action === 'ListPipelines') {
    return json(200, {
      pipelines: pipelines.map((one) => ({
        name: one.physicalId,
        version: one.version,
        pipelineType: one.properties.PipelineType ?? 'V1',
        updated: one.updatedAt / 1_000,
      })),
    });
  }
  const name = isRecord(body) ? body.name : undefined;
  if (action !== 'GetPipeline' && action !== 'GetPipelineState') {
    return json(400, {
      __type: 'UnsupportedOperation',
      message: `the rehearsal does not answer codepipeline ${action}`,
    });
  }
  const pipeline = pipelines.find((one) => one.physicalId === name);
  if (pipeline === undefined) {
    return json(400, {
      __type: 'PipelineNotFoundException',
      message: `Account '${account}' does not have a pipeline with name '${String(name)}'`,
    });
  }
  if (action === 'GetPipelineState') return json(200, stateForm(pipeline));
  return json(200, {
    pipeline: apiForm(pipeline),
    metadata: {
      pipelineArn: `arn:aws:codepipeline:${region}:${account}:${pipeline.physicalId}`,
      updated: pipeline.updatedAt / 1_000,
    },
  });
}

/** The API writes the same structure as CloudFormation, with lower-case member names; an action's configuration is free. */
function apiForm(pipeline: StandIn): Record<string, unknown> {
  const members = Object.entries(lowerKeys(pipeline.properties) as Record<string, unknown>);
  return {
    ...Object.fromEntries(members.filter(([name]) => !notInApi.has(name))),
    name: pipeline.physicalId,
    version: pipeline.version,
  };
}

/** Stages and actions without an execution: the rehearsal carries the pipeline out, CodePipeline never did. */
function stateForm({ physicalId, version, properties }: StandIn): Record<string, unknown> {
  const { stages, disableInboundStageTransitions: disabled = [] } = lowerKeys(properties) as {
    readonly stages?: readonly { readonly name: string; readonly actions?: readonly { readonly name: string }[] }[];
    readonly disableInboundStageTransitions?: readonly { readonly stageName: string; readonly reason: string }[];
  };
  const reasons = new Map(disabled.map(({ stageName, reason }) => [stageName, reason]));
  return {
    pipelineName: physicalId,
    pipelineVersion: version,
    stageStates: (stages ?? []).map(({ name, actions = [] }) => ({
      stageName: name,
      // https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_TransitionState.html
      inboundTransitionState: reasons.has(name)
        ? { enabled: false, disabledReason: reasons.get(name) }
        : { enabled: true },
      actionStates: actions.map((action) => ({ actionName: action.name })),
    })),
  };
}

function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      name === 'Configuration' ? member : lowerKeys(member),
    ]),
  );
}
