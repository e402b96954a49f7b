import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseVariables, makeJobFolder } from '../../src/executors/codebuild/job-folder';
import { lookAtMachine } from '../../src/executors/codebuild/machine';

describe("a job's environment", () => {
  const root = mkdtempSync(join(tmpdir(), 'job-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const environmentWith = async (more: NodeJS.ProcessEnv) =>
    baseVariables(await lookAtMachine('/tools', { PATH: process.env.PATH, ...more }), await makeJobFolder(root));

  test('has nothing of the user, whose database server stands behind the stacks', async () => {
    const url = 'mysql://u:p@127.0.0.1:3306/';
    const variables = { PATH: process.env.PATH, DATABASE_URL: url, AWS_PROFILE: 'mine' };
    const env = await environmentWith(variables);
    expect(env).not.toHaveProperty('DATABASE_URL');
    expect(env).not.toHaveProperty('AWS_PROFILE');
    expect((await lookAtMachine('/tools', variables)).databaseUrl).toBe(url);
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

  const proxy = 'http://me:secret@proxy.example:3128';

  test("has the user's registries, without who the user is, and not the user's proxies", async () => {
    const env = await environmentWith({
      npm_config_registry: 'https://me:secret@npm.example/',
      PIP_INDEX_URL: 'https://me:secret@pip.example/simple',
      PIP_EXTRA_INDEX_URL: 'https://me:secret@a.example/simple https://me:secret@b.example/simple',
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      npm_config_https_proxy: proxy,
      NO_PROXY: 'inside.example',
    });
    expect(env).toMatchObject({
      npm_config_registry: 'https://npm.example/',
      PIP_INDEX_URL: 'https://pip.example/simple',
      PIP_EXTRA_INDEX_URL: 'https://a.example/simple https://b.example/simple',
    });
    expect(Object.keys(env).filter((name) => /proxy/i.test(name))).toEqual([]);
    expect(JSON.stringify(env)).not.toContain('secret');
  });
});

describe('this machine', () => {
  const look = (variables: NodeJS.ProcessEnv) => lookAtMachine('/tools', { PATH: process.env.PATH, ...variables });

  test("knows the registries of the user's package managers, those of scopes among them", async () => {
    const { registries } = await look({
      npm_config_registry: 'https://npm.example/',
      'npm_config_@weather:registry': 'https://scope.example/',
      PIP_INDEX_URL: 'https://pip.example/simple',
      YARN_NPM_REGISTRY_SERVER: 'https://yarn.example',
    });
    for (const host of ['npm', 'scope', 'pip', 'yarn']) {
      expect(registries).toContainEqual(expect.stringContaining(`https://${host}.example`));
    }
  });

  test("knows the user's proxies: variables in either case, one for all, and what npm was told", async () => {
    const plain = 'http://plain.example:1';
    const secure = 'http://secure.example:2';
    const proxies = async (variables: NodeJS.ProcessEnv) => (await look(variables)).proxies;
    expect(await proxies({ HTTP_PROXY: plain, https_proxy: secure, no_proxy: 'a.example' })).toMatchObject({
      http: plain,
      https: secure,
      none: expect.stringContaining('a.example'),
    });
    expect(await proxies({ ALL_PROXY: plain, HTTPS_PROXY: secure })).toMatchObject({ http: plain, https: secure });
    expect(await proxies({ npm_config_https_proxy: secure, npm_config_noproxy: 'b.example' })).toMatchObject({
      https: secure,
      none: expect.stringContaining('b.example'),
    });
    expect(await proxies({})).toEqual({ http: undefined, https: undefined, none: '' });
  });
});
