import { answerPipelineCall } from '../../../src/cloud/gateway/pipeline-api';
import type { StandIn, StandIns } from '../../../src/cloud/gateway/stand-ins';

const account = '111111111111';
const region = 'us-east-1';
const pipeline: StandIn = {
  account,
  region,
  stack: 'Delivery',
  logicalId: 'Pipeline',
  type: 'AWS::CodePipeline::Pipeline',
  physicalId: 'acme-delivery',
  version: 2,
  updatedAt: 1_000,
  attributes: {},
  properties: {
    DisableInboundStageTransitions: [{ StageName: 'Gamma', Reason: 'Code freeze' }],
    Stages: [
      { Name: 'Source', Actions: [{ Name: 'Source', Configuration: { BranchName: 'main' } }] },
      { Name: 'Alpha', Actions: [{ Name: 'Network.Deploy' }, { Name: 'Verify' }] },
      { Name: 'Gamma', Actions: [] },
    ],
  },
};
const standIns: Pick<StandIns, 'ofType'> = { ofType: (type) => (type === pipeline.type ? [pipeline] : []) };

function call(action: string, name: string, inRegion = region) {
  const { status, body } = answerPipelineCall(action, { name }, account, inRegion, standIns);
  return { status, answer: JSON.parse(body.toString()) };
}

describe("CodePipeline's API of the rehearsal", () => {
  test('shows the stages and actions of the deployed pipeline, none of which CodePipeline has carried out', () => {
    const { status, answer } = call('GetPipelineState', 'acme-delivery');
    expect(status).toBe(200);
    expect(answer).toMatchObject({ pipelineName: 'acme-delivery', pipelineVersion: 2 });
    expect(answer.stageStates).toEqual([
      {
        stageName: 'Source',
        inboundTransitionState: { enabled: true },
        actionStates: [{ actionName: 'Source' }],
      },
      {
        stageName: 'Alpha',
        inboundTransitionState: { enabled: true },
        actionStates: [{ actionName: 'Network.Deploy' }, { actionName: 'Verify' }],
      },
      {
        stageName: 'Gamma',
        inboundTransitionState: { enabled: false, disabledReason: 'Code freeze' },
        actionStates: [],
      },
    ]);
  });

  test.each(['GetPipeline', 'GetPipelineState'])('%s knows no pipeline of another name or region', (action) => {
    expect(call(action, 'acme-delivery').status).toBe(200);
    for (const { status, answer } of [call(action, 'other'), call(action, 'acme-delivery', 'eu-west-1')]) {
      expect(status).toBe(400);
      expect(answer.__type).toBe('PipelineNotFoundException');
    }
  });

  test('says of any other call that it has no answer', () => {
    expect(call('StartPipelineExecution', 'acme-delivery').answer.__type).toBe('UnsupportedOperation');
  });
});
