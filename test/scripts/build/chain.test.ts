import { wavesOf } from '../../../lib/config';
import { chainOf, describeChain, mostDeployLevels } from '../../../scripts/build/chain';
import { testLanes } from '../../../scripts/test/steps';
import { stacksOf } from '../../helpers/stacks';
import { configurationOf } from '../../helpers/variants';

function pipelineWith(deployOrders: readonly number[]): Parameters<typeof chainOf>[0] {
  const actions = deployOrders.map((order, index) => ({
    Name: `Stack${index}.Deploy`,
    RunOrder: order,
    ActionTypeId: { Provider: 'CloudFormation' },
  }));
  const check = { Name: 'Check', RunOrder: 9, ActionTypeId: { Provider: 'CodeBuild' } };
  const Stages = [{ Name: 'Dev', Actions: [...actions, check] }];
  const template = { Resources: { Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages } } } };
  return [{ path: 'PipelineStack', name: 'PipelineStack', account: '111111111111', region: 'us-east-1', template }];
}

test('the chain of the synthesized pipeline holds every environment, none too deep', () => {
  const chain = chainOf(stacksOf());
  const names = wavesOf(configurationOf().environments).map(({ name }) => name);
  const environments = chain.filter(({ name }) => names.includes(name));
  expect(environments.map(({ name }) => name)).toEqual(names);
  for (const { deployLevels } of environments) {
    expect(deployLevels).toBeGreaterThan(0);
    expect(deployLevels).toBeLessThanOrEqual(mostDeployLevels);
  }
});

test('actions of one order stand side by side and count once', () => {
  const chain = chainOf(pipelineWith([1, 2, 2]));
  expect(chain).toEqual([
    { name: 'Dev', steps: [['Stack0.Deploy'], ['Stack1.Deploy', 'Stack2.Deploy'], ['Check']], deployLevels: 2 },
  ]);
  expect(describeChain(chain)).toBe(
    'The chain of actions: 3 long, 4 actions in 1 stage\n  Dev  Stack0.Deploy > Stack1.Deploy + Stack2.Deploy > Check',
  );
});

test('npm test, which the pipeline runs, shows the whole chain', () => {
  const synth = testLanes('.')
    .flat()
    .find(({ name }) => name === 'strict synth');
  const lines = describeChain(chainOf(stacksOf())).split('\n');
  expect(lines.length).toBeGreaterThan(configurationOf().environments.length);
  expect(lines.filter((line) => !synth?.show?.test(line))).toEqual([]);
});

test('a fifth level of stacks is refused by the name of its environment', () => {
  expect(() => chainOf(pipelineWith([1, 2, 3, 4]))).not.toThrow();
  expect(() => chainOf(pipelineWith([1, 2, 3, 4, 5]))).toThrow(/^TAP2005: stage Dev: its stacks deploy in 5 levels/);
});

test('an assembly without a pipeline is refused', () => {
  expect(() => chainOf([])).toThrow(/^TAP2006/);
});
