import { stateOf } from '../../../scripts/teardown/pipeline-at-work';

const stage = (stageName: string, status = 'Succeeded', more: object = {}) => ({
  stageName,
  latestExecution: { pipelineExecutionId: 'e', status: status as 'Succeeded' },
  inboundTransitionState: { enabled: true },
  actionStates: [],
  ...more,
});
const closed = { inboundTransitionState: { enabled: false } };

describe('the pipeline', () => {
  test('deploys an environment while an execution is in its stage, or comes to it', () => {
    for (const at of ['Build', 'Dev', 'PromoteQa', 'Qa']) {
      const stages = ['Build', 'Dev', 'PromoteQa', 'Qa', 'Prod'].map((name) =>
        stage(name, name === at ? 'InProgress' : undefined),
      );
      expect(stateOf(stages, 'Qa')).toEqual({ kind: 'on its way', stage: 'Qa', at });
    }
    expect(stateOf([stage('Dev', 'Stopping')], 'Dev')).toMatchObject({ kind: 'on its way' });
    const waiting = { inboundExecutions: [{ pipelineExecutionId: 'e', status: 'InProgress' as const }] };
    expect(stateOf([stage('Dev', 'Failed', waiting)], 'Dev')).toMatchObject({ kind: 'on its way' });
  });

  test('does not while one is behind it, or in front of a transition that is closed', () => {
    const stages = [stage('Build'), stage('Dev', 'Failed'), stage('Qa', 'InProgress')];
    expect(stateOf(stages, 'Dev')).toEqual({ kind: 'at rest', stage: 'Dev', closed: false });
    const held = [stage('Build', 'InProgress'), stage('Dev', 'Failed', closed)];
    expect(stateOf(held, 'Dev')).toEqual({ kind: 'at rest', stage: 'Dev', closed: true });
    // Closed behind it, an execution is in the stage all the same.
    expect(stateOf([stage('Dev', 'InProgress', closed)], 'Dev')).toMatchObject({ kind: 'on its way' });
  });

  test('knows an environment by its stage, its wave, and its actions in one', () => {
    const wave = stage('Markets', undefined, { actionStates: [{ actionName: 'Eu.Network.Deploy' }] });
    expect(stateOf([wave], 'Eu')).toMatchObject({ kind: 'at rest', stage: 'Markets' });
    expect(stateOf([stage('Markets')], 'Us', 'Markets')).toMatchObject({ kind: 'at rest', stage: 'Markets' });
    expect(stateOf([wave], 'E')).toEqual({ kind: 'no stage' });
  });
});
