import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import { Assembly } from '../../src/run/assembly';

const folder = mkdtempSync(join(tmpdir(), 'assembly-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const topic = { Type: 'AWS::SNS::Topic' };
const pipeline = (...names: readonly string[]) => ({
  Type: 'AWS::CodePipeline::Pipeline',
  Properties: {
    Stages: names.map((Name) => ({
      Name,
      Actions: [{ Name: 'It', ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' } }],
    })),
  },
});

/** A cloud assembly with these stacks, by their resources. */
async function assembly(stacks: Readonly<Record<string, Record<string, unknown>>>, pipelineStack?: string) {
  const out = mkdtempSync(join(folder, 'cdk.out-'));
  const artifacts: Record<string, unknown> = { Tree: { type: 'cdk:tree' } };
  for (const [name, Resources] of Object.entries(stacks)) {
    const environment = 'aws://222222222222/eu-west-1';
    artifacts[name] = { type: 'aws:cloudformation:stack', environment, properties: { templateFile: `${name}.json` } };
    writeFileSync(join(out, `${name}.json`), JSON.stringify({ Resources }));
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ artifacts }));
  return Assembly.read(out, { account: '111111111111', pipelineStack });
}

describe('the pipeline of an assembly', () => {
  test('is the only one, whatever its stack is called, with its stages and kinds of actions', async () => {
    const ours = await assembly({ Net: { topic }, Ours: { topic, it: pipeline('Dev') } });
    expect(await ours.pipeline()).toEqual({
      stack: 'Ours',
      target: { account: '222222222222', region: 'eu-west-1' },
      stages: [{ name: 'Dev', actions: [{ name: 'It', provider: 'CodeBuild', kind: 'Build/AWS/CodeBuild' }] }],
    });
  });

  test('of several is the one in the stack that was named', async () => {
    const two = await assembly({ One: { it: pipeline('Dev') }, Two: { it: pipeline('Prod') } }, 'Two');
    expect(await two.pipeline()).toMatchObject({ stack: 'Two', stages: [{ name: 'Prod' }] });
  });

  test.each([
    ['there is none', { Net: { topic } }, undefined, exitCodes.stopped, /no stack with a pipeline/],
    ['there is none, whatever was named', { Net: { topic } }, 'Net', exitCodes.stopped, /no stack with a pipeline/],
    [
      'two stacks have one',
      { One: { it: pipeline() }, Two: { it: pipeline() } },
      undefined,
      exitCodes.wrongUse,
      /One, Two; say which with --pipeline/,
    ],
    [
      'the named stack is not there',
      { One: { it: pipeline() }, Net: { topic } },
      'Two',
      exitCodes.wrongUse,
      /no stack Two with a pipeline; those with one are One\./,
    ],
    [
      'the named stack has none',
      { One: { it: pipeline() }, Net: { topic } },
      'Net',
      exitCodes.wrongUse,
      /no stack Net with a pipeline; those with one are One\./,
    ],
    [
      'one stack has two',
      { One: { it: pipeline(), other: pipeline() } },
      undefined,
      exitCodes.stopped,
      /Stack One has several pipelines/,
    ],
    [
      'the named stack has two',
      { One: { it: pipeline(), other: pipeline() }, Two: { it: pipeline() } },
      'One',
      exitCodes.stopped,
      /Stack One has several pipelines/,
    ],
  ])('is refused where %s', async (_what, stacks, named, exitCode, message) => {
    await expect((await assembly(stacks, named)).pipeline()).rejects.toMatchObject({
      code: 'TAP4049',
      exitCode,
      message: expect.stringMatching(message),
    });
  });
});
