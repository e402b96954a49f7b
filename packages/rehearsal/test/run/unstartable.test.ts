import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unstartableOf } from '../../src/run/unstartable';

const folder = mkdtempSync(join(tmpdir(), 'unstartable-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hash = 'a'.repeat(64);
const ofAsset = { 'Fn::Sub': `\${AWS::AccountId}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/assets:${hash}` };
const task = (Image: unknown, more: Record<string, unknown> = {}) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { ContainerDefinitions: [{ Name: 'web', Image, ...more }] },
});

/** What can't be started of a stack with this resource, whose image asset has this Dockerfile. */
async function whyNot(
  resource: { readonly Type: string; readonly Properties: Record<string, unknown> },
  dockerfile = 'FROM node\nCMD ["node", "main.js"]\n',
  deployed = 'Out::assembly-Live/Weather.template.json',
) {
  const file = join(folder, 'Dockerfile');
  writeFileSync(file, dockerfile);
  const templateFile = 'Weather.template.json';
  const stack = {
    name: 'Live/Weather',
    target: { account: '1', region: 'r' },
    templateFile,
    resources: { It: resource },
  };
  const deploy = {
    name: 'Weather.Deploy',
    provider: 'CloudFormation',
    kind: 'Deploy/AWS/CloudFormation',
    configuration: { TemplatePath: deployed },
  };
  return unstartableOf(
    {
      allStacks: async () => [stack],
      imageAssets: async () => [{ hash, dockerfile: file, buildArguments: {} }],
    },
    { stages: [{ name: 'Live', actions: [deploy] }] },
  );
}

describe('what no process can stand for', () => {
  test('is none of containers in Node or Python, nor of those whose image nothing is known of', async () => {
    expect(await whyNot(task(ofAsset))).toEqual([]);
    expect(await whyNot(task(ofAsset), 'FROM python\nCMD python3 -m app\n')).toEqual([]);
    expect(await whyNot(task(ofAsset, { Command: ['npm', 'start'] }), 'FROM nginx\n')).toEqual([]);
    expect(await whyNot(task({ 'Fn::Join': ['', [{ Ref: 'Repository' }, ':1']] }))).toEqual([]);
  });

  test.each([
    ['starts nginx of nginx:1.27', ofAsset, 'FROM nginx:1.27 AS web\nFROM web\nCMD ["nginx", "-g", "daemon off;"]\n'],
    ['is started as only nginx says', ofAsset, 'FROM nginx\nCOPY . /usr/share/nginx/html\n'],
    ['runs httpd:2 of a registry', 'httpd:2', 'FROM node\nCMD ["node"]\n'],
  ])('is a container that %s', async (why, image, dockerfile) => {
    expect(await whyNot(task(image), dockerfile)).toEqual([
      { where: 'Live/Weather/It', kind: `AWS::ECS::TaskDefinition, whose container web ${why}` },
    ]);
  });

  test('is a function from an image, and not one of files', async () => {
    const fn = (Properties: Record<string, unknown>) => ({ Type: 'AWS::Lambda::Function', Properties });
    expect(await whyNot(fn({ PackageType: 'Image' }))).toEqual([
      { where: 'Live/Weather/It', kind: 'AWS::Lambda::Function, from an image' },
    ]);
    expect(await whyNot(fn({ Runtime: 'nodejs22.x' }))).toEqual([]);
  });

  test.each(['java21', 'ruby3.3', 'dotnet8', 'go1.x'])('is a function in %s', async (Runtime) => {
    const resource = { Type: 'AWS::Lambda::Function', Properties: { Runtime } };
    expect(await whyNot(resource)).toEqual([
      { where: 'Live/Weather/It', kind: expect.stringContaining(`AWS::Lambda::Function, in ${Runtime}`) },
    ]);
  });

  test('is no function in Node or Python, nor one whose runtime is looked up, nor a program of this machine', async () => {
    const own = process.arch === 'x64' ? 'x86_64' : 'arm64';
    const other = own === 'arm64' ? 'x86_64' : 'arm64';
    const fn = (Runtime: unknown, ...Architectures: string[]) =>
      whyNot({ Type: 'AWS::Lambda::Function', Properties: { Runtime, Architectures } });
    expect(await fn('python3.13', other)).toEqual([]);
    expect(await fn({ 'Fn::FindInMap': ['Latest', { Ref: 'AWS::Region' }, 'value'] }, own)).toEqual([]);
    expect(await fn('provided.al2023', own)).toEqual([]);
    expect(await fn('provided.al2023', other)).toHaveLength(1);
  });

  test('is nothing of a stack that the pipeline does not deploy', async () => {
    expect(await whyNot(task('httpd:2'), undefined, 'Out::assembly-Live/Other.template.json')).toEqual([]);
  });
});
