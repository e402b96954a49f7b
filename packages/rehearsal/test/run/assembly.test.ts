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

type Stacks = Readonly<Record<string, Record<string, unknown>>>;

/** Writes a cloud assembly into a folder: the artifacts of its stacks, and others. */
function write(out: string, stacks: Stacks, others: Record<string, unknown> = {}, stage = ''): void {
  mkdirSync(out, { recursive: true });
  const artifacts: Record<string, unknown> = { Tree: { type: 'cdk:tree' }, ...others };
  for (const [name, Resources] of Object.entries(stacks)) {
    const environment = 'aws://222222222222/eu-west-1';
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment,
      displayName: `${stage}${name}`,
      properties: { templateFile: `${name}.json` },
    };
    writeFileSync(join(out, `${name}.json`), JSON.stringify({ Resources }));
  }
  writeFileSync(join(out, 'manifest.json'), JSON.stringify({ artifacts }));
}

/** A cloud assembly with these stacks, by their resources, and those of a stage Inner. */
async function assembly(stacks: Stacks, pipelineStack?: string, inner: Stacks = {}) {
  const out = mkdtempSync(join(folder, 'cdk.out-'));
  write(out, stacks, { Inner: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Inner' } } });
  const assets = {
    dockerImages: {
      abc: { source: { directory: '../asset.abc', dockerFile: 'web.Dockerfile', dockerBuildArgs: { MODE: 'x' } } },
      def: { source: { executable: ['make', 'image'] } },
    },
  };
  const nested = join(out, 'assembly-Inner');
  write(nested, inner, { Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } } }, 'Inner/');
  writeFileSync(join(nested, 'assets.json'), JSON.stringify(assets));
  return Assembly.read(out, { account: '111111111111', pipelineStack });
}

describe('the pipeline of an assembly', () => {
  test('is the only one, whatever its stack is called, with its stages and kinds of actions', async () => {
    const ours = await assembly({ Net: { topic }, Ours: { topic, it: pipeline('Alpha') } });
    expect(await ours.pipeline()).toEqual({
      stack: 'Ours',
      target: { account: '222222222222', region: 'eu-west-1' },
      stages: [
        {
          name: 'Alpha',
          actions: [{ name: 'It', provider: 'CodeBuild', kind: 'Build/AWS/CodeBuild', configuration: {} }],
        },
      ],
      properties: pipeline('Alpha').Properties,
    });
  });

  test('of several is the one in the stack that was named', async () => {
    const two = await assembly({ One: { it: pipeline('Alpha') }, Two: { it: pipeline('Gamma') } }, 'Two');
    expect(await two.pipeline()).toMatchObject({ stack: 'Two', stages: [{ name: 'Gamma' }] });
  });

  test('of an app whose stages have one, too, is that of none of them', async () => {
    const outer = await assembly({ Ours: { it: pipeline('Alpha') } }, undefined, { Theirs: { it: pipeline('Test') } });
    expect(await outer.pipeline()).toMatchObject({ stack: 'Ours' });
  });

  test('may be in a stage, and is called as the command line of the CDK calls it', async () => {
    const inner = await assembly({ Net: { topic } }, undefined, { Ours: { it: pipeline('Alpha') } });
    expect(await inner.pipeline()).toMatchObject({ stack: 'Inner/Ours', stages: [{ name: 'Alpha' }] });
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

describe('the images of an assembly', () => {
  test("are those that are made of the app's own files, those of stages included", async () => {
    const some = await assembly({});
    expect(await some.imageAssets()).toEqual([
      {
        hash: 'abc',
        dockerfile: join(some.folder, 'asset.abc', 'web.Dockerfile'),
        target: undefined,
        buildArguments: { MODE: 'x' },
      },
    ]);
  });
});

describe('the stacks of an environment', () => {
  const out = mkdtempSync(join(folder, 'cdk.out-'));
  const inside = (file: string) => join(out, 'assembly-Alpha', file);
  const stack = (name: string, environment: string, dependencies: readonly string[]) => ({
    type: 'aws:cloudformation:stack',
    environment,
    dependencies,
    properties: {
      stackName: name,
      templateFile: `${name}.template.json`,
      tags: { stage: 'Alpha' },
      bootstrapStackVersionSsmParameter: '/cdk-bootstrap/weather/version',
    },
  });
  const write = (dir: string, artifacts: object) => {
    mkdirSync(join(out, dir), { recursive: true });
    writeFileSync(join(out, dir, 'manifest.json'), JSON.stringify({ version: '54.0.0', artifacts }));
  };

  beforeAll(() => {
    const nested = (name: string) => ({
      type: 'cdk:cloud-assembly',
      properties: { directoryName: `assembly-${name}`, displayName: `Delivery/${name}` },
    });
    write('.', { Gamma: nested('Gamma'), Alpha: nested('Alpha'), Tree: { type: 'cdk:tree' } });
    write('assembly-Gamma', {});
    write('assembly-Alpha', {
      ApiId: stack('Alpha-Api', 'aws://222222222222/eu-west-1', ['ApiId.assets', 'NetworkId']),
      'ApiId.assets': { type: 'cdk:asset-manifest' },
      NetworkId: stack('Alpha-Network', 'aws://unknown-account/us-east-1', []),
    });
  });

  const read = () => Assembly.read(out, { account: '111111111111' });

  test('come in the order of their dependencies, with where and what they are', async () => {
    expect((await read()).deployableStacks('Alpha')).toEqual([
      {
        name: 'Alpha-Network',
        account: '111111111111',
        region: 'us-east-1',
        qualifier: 'weather',
        templateFile: inside('Alpha-Network.template.json'),
        assetsFile: inside('NetworkId.assets.json'),
        tags: { stage: 'Alpha' },
      },
      expect.objectContaining({ name: 'Alpha-Api', account: '222222222222', region: 'eu-west-1' }),
    ]);
  });

  test('are none where there is no stage of that name', async () => {
    expect((await read()).deployableStacks('Nowhere')).toEqual([]);
  });
});
