import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commitRegistries } from '../../src/run/commit-registries';
import { Git } from '../../src/run/git';

const folder = mkdtempSync(join(tmpdir(), 'registries-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the registries of a commit are found in every folder of it, and in what is committed alone', async () => {
  const files = {
    '.npmrc': 'registry=https://root.example/',
    'infra/.yarnrc.yml': 'npmRegistryServer: https://infra.example',
    'a folder/deep/requirements.txt': '--index-url https://deep.example/simple',
    'README.md': 'registry=https://readme.example/',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, 'linked'));
  symlinkSync('nowhere', join(folder, 'linked', '.npmrc'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['add', '--all'], { cwd: folder });
  mkdirSync(join(folder, 'later'));
  writeFileSync(join(folder, 'later', '.npmrc'), 'registry=https://later.example/');
  const found = await commitRegistries(new Git(folder, new AbortController().signal));
  expect([...found].sort()).toEqual(['https://deep.example/simple', 'https://infra.example', 'https://root.example/']);
});
