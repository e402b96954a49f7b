import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { decidedModules } from '../../src/run/modules-decided';

const folder = mkdtempSync(join(tmpdir(), 'decided-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let repositories = 0;
type Files = Readonly<Record<string, string | object>>;
function repository(files: Files): string {
  const at = join(folder, String(repositories++));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(at, name)), { recursive: true });
    writeFileSync(join(at, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return at;
}
const pinned = { integrity: 'sha512-a' };
const locked = (packages: Files) => ({ 'package-lock.json': { packages: { '': {}, ...packages } } });
const plain: Files = {
  'package.json': { scripts: { build: 'tsc' } },
  'packages/a/package.json': {},
  ...locked({
    'node_modules/one': pinned,
    'node_modules/one/node_modules/of-its-own': { inBundle: true },
    'node_modules/a': { link: true },
    'packages/a': {},
    'packages/a/node_modules/one': pinned,
  }),
};

test('files of a commit decide its packages, and say where they lie', async () => {
  expect(await decidedModules(repository(plain), {})).toMatchObject({
    folders: ['node_modules', 'packages/a/node_modules'],
    withScripts: true,
  });
});

test('a commit whose settings let npm run no script has none run, unless a variable says otherwise', async () => {
  const at = repository({
    ...plain,
    '.npmrc': 'ignore-scripts = true\n',
    'package.json': { scripts: { prepare: 'x' } },
  });
  expect(await decidedModules(at, {})).toMatchObject({ withScripts: false });
  expect(await decidedModules(at, { npm_config_ignore_scripts: 'false' })).toBeUndefined();
});

test.each<[string, Files]>([
  ['a package has no checksum', locked({ 'node_modules/one': { resolved: 'git+ssh://git@example.com/one.git#abc' } })],
  ['a package lies outside', locked({ 'node_modules/one': { link: true }, '../one': {} })],
  ['packages would come to lie outside', locked({ '../node_modules/one': pinned })],
  ['packages would come to lie at a path of the machine', locked({ '/srv/node_modules/one': pinned })],
  ['the lock file is of an old format', { 'package-lock.json': { dependencies: { one: { version: '1.0.0' } } } }],
  ['the lock file is none', { 'package-lock.json': '{' }],
  ['another file counts in its place', { 'npm-shrinkwrap.json': {} }],
  ['the repository has a script', { 'package.json': { scripts: { postinstall: 'node patch.js' } } }],
  ['a workspace has a script', { 'packages/a/package.json': { scripts: { prepare: 'tsc' } } }],
  ['nobody can read what scripts it has', { 'packages/a/package.json': '{' }],
])('something else has a say where %s', async (_why, files) => {
  expect(await decidedModules(repository({ ...plain, ...files }), {})).toBeUndefined();
});
