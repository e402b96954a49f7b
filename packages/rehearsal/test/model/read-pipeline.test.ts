import { runOrderGroups } from '../../src/model/pipeline';
import { plannedStages, readPipeline, unknownKeys } from '../../src/model/read-pipeline';
import { action, deployed, source } from '../engine/definition';

/** A pipeline whose stage Alpha, its action A, and itself have these keys, too. */
function withAlpha(stage: object, more: Record<string, unknown> = {}, pipeline: Record<string, unknown> = {}) {
  const definition = deployed({ Source: [source()], Alpha: [action('A', 'CodeBuild', more)] }, pipeline);
  Object.assign((definition.properties.Stages as object[])[1] ?? {}, stage);
  return definition;
}

describe('reading a deployed pipeline', () => {
  test('an action is carried out in the account of its role and the region it names', () => {
    const role = 'arn:aws:iam::222222222222:role/deploy';
    const deploy = action('Deploy', 'CloudFormation', { RoleArn: role, Region: 'eu-west-1' });
    const pipeline = readPipeline(deployed({ Source: [source()], Alpha: [deploy] }));
    const actions = pipeline.stages.flatMap((stage) => stage.actions);
    expect(actions).toHaveLength(2);
    expect(actions[0]).toMatchObject({ account: '111111111111', region: 'us-east-1' });
    expect(actions[1]).toMatchObject({ account: '222222222222', region: 'eu-west-1', roleArn: role });
  });

  test('the actions of one run order form a group, and groups follow in order', () => {
    const actions = [3, 1, 2, 1].map((order, index) => action(`A${index}`, 'CodeBuild', { RunOrder: order }));
    const stage = readPipeline(deployed({ Source: [source()], Alpha: actions })).stages[1];
    if (!stage) throw new Error('no stage');
    expect(runOrderGroups(stage).map((group) => group.map(({ name }) => name))).toEqual([['A1', 'A3'], ['A2'], ['A0']]);
  });

  test('artifacts lie in the bucket of their region, whether there is one region or several', () => {
    const stages = { Source: [source()], Alpha: [action('Test', 'CodeBuild')] };
    const one = readPipeline(deployed(stages, { ArtifactStore: { Type: 'S3', Location: 'own' } }));
    expect(one.artifactBuckets).toEqual({ 'us-east-1': 'own' });
    const stores = ['us-east-1', 'eu-west-1'].map((Region) => ({
      Region,
      ArtifactStore: { Location: `of-${Region}` },
    }));
    const several = readPipeline(deployed(stages, { ArtifactStores: stores }));
    expect(several.artifactBuckets).toEqual({ 'us-east-1': 'of-us-east-1', 'eu-west-1': 'of-eu-west-1' });
  });

  test('an unknown provider is refused by name and place', () => {
    const lambda = action('Notify', 'Lambda', {
      ActionTypeId: { Category: 'Invoke', Owner: 'AWS', Provider: 'Lambda', Version: '1' },
    });
    expect(() => readPipeline(deployed({ Source: [source()], Alpha: [lambda] }))).toThrow(
      /^TAP4101: Alpha\/Notify: .*Invoke\/AWS\/Lambda/,
    );
  });

  test('an unknown mode of CloudFormation is refused by name', () => {
    const remove = action('Remove', 'CloudFormation', {
      Configuration: { ActionMode: 'DELETE_ONLY', StackName: 'Old' },
    });
    expect(() => readPipeline(deployed({ Source: [source()], Alpha: [remove] }))).toThrow(/TAP4101: .*"DELETE_ONLY"/);
  });

  test('a configuration that the provider would refuse is refused with the missing key', () => {
    const broken = action('Test', 'CodeBuild', { Configuration: {} });
    expect(() => readPipeline(deployed({ Source: [source()], Alpha: [broken] }))).toThrow(
      /TAP4102: Alpha\/Test.*\n.*ProjectName/s,
    );
  });

  test('something that is no pipeline is refused', () => {
    expect(() => readPipeline(deployed({ Source: [source()] }))).toThrow(/TAP4103: .*"delivery".*two stages/s);
  });

  test('what follows a failed stage is known, whether conditions decide about it or not', () => {
    const results = [
      { Result: 'RETRY', RetryConfiguration: { RetryMode: 'ALL_ACTIONS' } },
      { Conditions: [{ Result: 'ROLLBACK', Rules: [] }] },
    ].map((OnFailure) => readPipeline(withAlpha({ OnFailure })).stages.map((stage) => stage.onFailure));
    expect(results).toEqual([
      [undefined, 'RETRY'],
      [undefined, 'ROLLBACK'],
    ]);
  });

  test('a stage whose transition is disabled is known with the reason, and no other one', () => {
    const transitions = [{ StageName: 'Alpha', Reason: 'Code freeze' }];
    const pipeline = readPipeline(withAlpha({}, {}, { DisableInboundStageTransitions: transitions }));
    expect(pipeline.stages.map((stage) => stage.closed)).toEqual([undefined, 'Code freeze']);
  });

  const condition = { Conditions: [{ Result: 'FAIL', Rules: [] }] };
  test.each([
    ['BeforeEntry', withAlpha({ BeforeEntry: condition }), ['Alpha']],
    ['OnSuccess', withAlpha({ OnSuccess: condition }), ['Alpha']],
    ['EnvironmentVariables', withAlpha({}, { EnvironmentVariables: [{ Name: 'A', Value: 'b' }] }), ['Alpha', 'A']],
    ['Files', withAlpha({}, { OutputArtifacts: [{ Name: 'Out', Files: ['**'] }] }), ['Alpha', 'A', 'Out']],
    ['Novelty', withAlpha({}, {}, { Novelty: true }), []],
  ])(
    'a key that nobody reads is refused, and known of a definition that is not deployed: %s',
    (key, definition, place) => {
      expect(() => readPipeline(definition)).toThrow(new RegExp(`^TAP4103: [\\s\\S]*${key}`));
      const parts = { ...definition.properties, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } };
      expect(unknownKeys(parts)).toEqual([{ place, key }]);
    },
  );

  test('all that CloudFormation takes and a run has no use for is known', () => {
    const more = { Name: 'delivery', PipelineType: 'V2', ExecutionMode: 'QUEUED', Triggers: [{}], Tags: [{}] };
    expect(unknownKeys(withAlpha({}, {}, more).properties)).toEqual([]);
    expect(readPipeline(withAlpha({}, {}, more)).stages).toHaveLength(2);
  });

  test('the plan names every stage and action', () => {
    const pipeline = readPipeline(deployed({ Source: [source()], Alpha: [action('A', 'CodeBuild', { RunOrder: 2 })] }));
    expect(plannedStages(pipeline)).toEqual([
      { name: 'Source', actions: [{ name: 'Source', provider: 'CodeStarSourceConnection', runOrder: 1 }] },
      { name: 'Alpha', actions: [{ name: 'A', provider: 'CodeBuild', runOrder: 2 }] },
    ]);
  });
});
