import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultAccount } from '@delivery/rehearsal/run/surroundings';
import { environmentStacks } from '../../../rehearsal/probe/environment-stacks';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'assembly-'));
  const write = (dir: string, artifacts: object) => {
    mkdirSync(path.join(folder, dir), { recursive: true });
    writeFileSync(path.join(folder, dir, 'manifest.json'), JSON.stringify({ version: '54.0.0', artifacts }));
  };
  const nested = (name: string) => ({
    type: 'cdk:cloud-assembly',
    properties: { directoryName: `assembly-${name}`, displayName: `PipelineStack/${name}` },
  });
  const stack = (name: string, environment: string, dependencies: string[]) => ({
    type: 'aws:cloudformation:stack',
    environment,
    dependencies,
    properties: {
      stackName: name,
      templateFile: `${name}.template.json`,
      tags: { stage: 'Dev' },
      bootstrapStackVersionSsmParameter: '/cdk-bootstrap/shop/version',
    },
  });
  write('.', { Prod: nested('Prod'), Dev: nested('Dev'), Tree: { type: 'cdk:tree' } });
  write('assembly-Dev', {
    ApiId: stack('Dev-Api', 'aws://222222222222/eu-west-1', ['ApiId.assets', 'NetworkId']),
    'ApiId.assets': { type: 'cdk:asset-manifest' },
    NetworkId: stack('Dev-Network', 'aws://unknown-account/us-east-1', []),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the stacks of an environment come in the order of their dependencies, with where and what they are', async () => {
  const stacks = await environmentStacks(folder, 'Dev');
  const inside = (file: string) => path.join(folder, 'assembly-Dev', file);
  expect(stacks).toEqual([
    {
      name: 'Dev-Network',
      account: defaultAccount,
      region: 'us-east-1',
      qualifier: 'shop',
      templateFile: inside('Dev-Network.template.json'),
      assetsFile: inside('NetworkId.assets.json'),
      tags: { stage: 'Dev' },
    },
    expect.objectContaining({ name: 'Dev-Api', account: '222222222222', region: 'eu-west-1' }),
  ]);
});

test('an environment that was not synthesized is an error', async () => {
  await expect(environmentStacks(folder, 'Nowhere')).rejects.toThrow(/ENOENT/);
});
