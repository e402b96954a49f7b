import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmSettings } from '../../src/executors/codebuild/npm-settings';

const home = mkdtempSync(join(tmpdir(), 'npm-settings-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const settings = (npmrc: string, variables: NodeJS.ProcessEnv = {}) => {
  writeFileSync(join(home, '.npmrc'), npmrc);
  return npmSettings({ PATH: process.env.PATH, HOME: home, ...variables });
};

test("npm's settings are those of the user's file, with what it keeps to itself for the password in it", async () => {
  const found = await settings(
    '; a comment\nhttps-proxy = "http://me:$\u007bWORD}@proxy.example:1"\n@weather:registry=https://weather.example/\n#registry=http://x\n',
    { WORD: 'secret' },
  );
  expect(found).toMatchObject({
    'https-proxy': 'http://me:secret@proxy.example:1',
    '@weather:registry': 'https://weather.example/',
    registry: 'https://registry.npmjs.org/',
  });
});

test('variables win over the file, and empty ones say nothing', async () => {
  const variables = { npm_config_registry: 'https://me:secret@variable.example/', npm_config_https_proxy: '' };
  const found = await settings(
    'registry=https://me:secret@file.example/\nhttps-proxy=http://me:x@file.example\n',
    variables,
  );
  expect(found).toMatchObject({ registry: variables.npm_config_registry, 'https-proxy': 'http://me:x@file.example' });
});
