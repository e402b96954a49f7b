import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../../scripts/build/assembly';
import { assemblyFolder } from '../../helpers/stacks';
import { configurationOf } from '../../helpers/variants';

test('stacks of the app and of every stage are read, each with its stage, account and region', () => {
  const { environments, pipeline } = configurationOf('europe');
  const stacks = readAssembly(assemblyFolder('europe'));
  expect(stacks.find(({ path }) => path === 'PipelineStack')).toMatchObject({
    account: pipeline.account,
    region: pipeline.region,
  });
  for (const { name, region } of environments) {
    const own = stacks.filter(({ stage }) => stage === name);
    expect(own.length).toBeGreaterThan(1);
    expect(own.every(({ path }) => path.startsWith(`PipelineStack/${name}/`))).toBe(true);
    expect(own.map((stack) => stack.region)).toContain(region);
  }
});

test('stacks have the names that CloudFormation knows them by, and say what bootstrapping they take', () => {
  const stacks = readAssembly(assemblyFolder('europe'));
  const names = stacks.map(({ name }) => name);
  expect(new Set(names).size).toBe(stacks.length);
  expect(names).toEqual(expect.arrayContaining(['PipelineStack', 'PipelineStackSupport-us-east-1', 'Dev-Network']));
  for (const { bootstrapVersion } of stacks) expect(bootstrapVersion).toBeGreaterThanOrEqual(6);
});

test('where the configuration names no account, it is the one of the credentials', () => {
  const accounts = readAssembly(assemblyFolder()).map(({ account }) => account);
  expect(new Set(accounts)).toEqual(new Set(['the account of the credentials']));
});

test('a folder without an assembly is said to be one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nothing-'));
  try {
    expect(() => readAssembly(folder)).toThrow(/^TAP2006: .*manifest\.json: no cloud assembly/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
