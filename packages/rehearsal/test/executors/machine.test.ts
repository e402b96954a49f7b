import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseEnvironment, makeJobFolder } from '../../src/executors/codebuild/job-folder';
import { lookAtMachine } from '../../src/executors/codebuild/machine';

describe("a job's environment", () => {
  const root = mkdtempSync(join(tmpdir(), 'job-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const environmentWith = async (more: NodeJS.ProcessEnv) =>
    baseEnvironment(await lookAtMachine('/tools', { PATH: process.env.PATH, ...more }), await makeJobFolder(root));

  test('has the database that the user gives, and nothing else of the user', async () => {
    const env = await environmentWith({ DATABASE_URL: 'mysql://u:p@127.0.0.1:3306/', AWS_PROFILE: 'mine' });
    expect(env.DATABASE_URL).toBe('mysql://u:p@127.0.0.1:3306/');
    expect(env).not.toHaveProperty('AWS_PROFILE');
  });

  test.each([
    [
      'another registry',
      'https://registry.example/npm/',
      'https://registry.example/npm/',
      'https://registry.example/npm',
    ],
    [
      'the public one, so that a repository may name its own',
      'https://registry.npmjs.org/',
      undefined,
      'https://registry.npmjs.org',
    ],
  ])('has the registry of npm and of Corepack: %s', async (_which, registry, ofNpm, ofCorepack) => {
    const env = await environmentWith({ npm_config_registry: registry });
    expect(env.npm_config_registry).toBe(ofNpm);
    expect(env.COREPACK_NPM_REGISTRY).toBe(ofCorepack);
  });

  test('has no database where none is given', async () => {
    expect(await environmentWith({})).not.toHaveProperty('DATABASE_URL');
  });
});
