import { runOrderGroups } from '../../src/model/pipeline';
import { plannedStages, readPipeline } from '../../src/model/read-pipeline';
import { action, deployed, source } from '../engine/definition';

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

  test('conditions that are not carried out are known by name', () => {
    const definition = deployed({ Source: [source()], Alpha: [action('A', 'CodeBuild')] });
    const stages = definition.properties.Stages as Record<string, unknown>[];
    Object.assign(stages[1] ?? {}, { OnFailure: { Result: 'ROLLBACK' } });
    expect(readPipeline(definition).stages.map((stage) => stage.conditions)).toEqual([[], ['OnFailure']]);
  });

  test('the plan names every stage and action', () => {
    const pipeline = readPipeline(deployed({ Source: [source()], Alpha: [action('A', 'CodeBuild', { RunOrder: 2 })] }));
    expect(plannedStages(pipeline)).toEqual([
      { name: 'Source', actions: [{ name: 'Source', provider: 'CodeStarSourceConnection', runOrder: 1 }] },
      { name: 'Alpha', actions: [{ name: 'A', provider: 'CodeBuild', runOrder: 2 }] },
    ]);
  });
});
