import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { systemPath } from '../../src/executors/codebuild/ask-program';
import { provideModules } from '../../src/run/modules';
import { Repository } from '../../src/run/repository';
import { fixture } from './fixture';

const { root, folder, write, commit, git } = fixture();
const signal = new AbortController().signal;
const home = join(folder, 'home');
const store = join(folder, 'kept');
const machine = { path: systemPath(process.env), toolsDir: '', network: {} };
const exporting = (text: string) => `module.exports = ${JSON.stringify(text)};\n`;
const npm = (cwd: string, ...args: string[]) =>
  execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund'], {
    cwd,
    stdio: 'ignore',
    env: { PATH: machine.path, HOME: home },
  });

/** Packs a package as a registry would give it, into the repository. */
function pack(name: string, text: string): void {
  const from = join(folder, 'made', name);
  mkdirSync(from, { recursive: true });
  const bundled = join(from, 'node_modules', 'glass');
  mkdirSync(bundled, { recursive: true });
  writeFileSync(join(bundled, 'package.json'), JSON.stringify({ name: 'glass', version: '1.0.0' }));
  writeFileSync(
    join(from, 'package.json'),
    JSON.stringify({ name, version: '1.0.0', dependencies: { glass: '1.0.0' }, bundledDependencies: ['glass'] }),
  );
  writeFileSync(join(from, 'index.js'), exporting(text));
  npm(from, 'pack', '--pack-destination', root);
}

beforeAll(() => {
  mkdirSync(home, { recursive: true });
  write('.npmrc', 'ignore-scripts=true\n');
  write(
    'package.json',
    JSON.stringify({
      name: 'house',
      version: '1.0.0',
      workspaces: ['packages/*'],
      dependencies: { window: 'file:window-1.0.0.tgz' },
    }),
  );
  write(
    'packages/roof/package.json',
    JSON.stringify({ name: '@house/roof', version: '1.0.0', dependencies: { window: 'file:../../tile-1.0.0.tgz' } }),
  );
  write('packages/roof/index.js', exporting('as committed'));
  pack('window', 'window');
  pack('tile', 'tile of the roof');
  // Made by npm itself, in the user's tree.
  rmSync(join(root, 'package-lock.json'));
  npm(root, 'install');
  commit('House');
});

let clones = 0;
/** A clone of the commit at hand with its packages, and how it came by them. */
async function cloned(where?: string) {
  const clone = join(folder, `clone-${clones++}`);
  await (await Repository.open(root, signal)).clone(git('rev-parse', 'HEAD'), clone);
  const how = await provideModules({ folder: clone, home, store: where }, machine, signal);
  return { clone, how };
}

/** What a program of the clone gets when it asks for these packages. */
function required(clone: string, ...names: string[]): unknown {
  const script = `console.log(JSON.stringify([${names.map((name) => `require('${name}')`).join()}]))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: clone, encoding: 'utf8' }));
}
const everything = (clone: string) => [
  ...(required(clone, 'window', '@house/roof') as string[]),
  ...(required(join(clone, 'packages/roof'), 'window') as string[]),
];
const asCommitted = ['window', 'as committed', 'tile of the roof'];
/** Files below a folder with their texts. */
const texts = (at: string) =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, 'utf8')]);

test('a clone has the packages of its commit, its workspaces among them, and git sees none of them', async () => {
  for (const [where, wanted] of [
    [undefined, 'installed'],
    [store, 'installed'],
    [store, 'kept'],
  ]) {
    const { clone, how } = await cloned(where);
    expect(how).toBe(wanted);
    expect(everything(clone)).toEqual(asCommitted);
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' })).toBe('');
  }
});

test('what nobody has committed takes no part, and what a program writes stays in its clone', async () => {
  const [own, roof] = [join(root, 'node_modules/window/index.js'), join(root, 'packages/roof/index.js')];
  const before = [readFileSync(own), readFileSync(roof)];
  appendFileSync(own, 'throw new Error("not committed");\n');
  writeFileSync(roof, 'throw new Error("not committed");\n');
  const tree = texts(join(root, 'node_modules'));
  expect(tree.length).toBeGreaterThan(2);
  const { clone } = await cloned(store);
  expect(everything(clone)).toEqual(asCommitted);

  mkdirSync(join(clone, 'node_modules/.cache'));
  writeFileSync(join(clone, 'node_modules/.cache/written.txt'), 'by the app');
  writeFileSync(join(clone, 'node_modules/window/written.txt'), 'by the app');
  appendFileSync(join(clone, 'node_modules/window/package.json'), '\n');
  expect(texts(join(root, 'node_modules'))).toEqual(tree);
  const next = await cloned(store);
  expect(next.how).toBe('installed');
  expect(everything(next.clone)).toEqual(asCommitted);
  expect(readdirSync(join(next.clone, 'node_modules')).sort()).toEqual(readdirSync(join(root, 'node_modules')).sort());
  expect(readdirSync(join(next.clone, 'node_modules/window')).sort()).toEqual([
    'index.js',
    'node_modules',
    'package.json',
  ]);
  writeFileSync(own, before[0] ?? '');
  writeFileSync(roof, before[1] ?? '');
});

test('what a program replaces or adds, later runs do not see, and are not made to install for', async () => {
  await cloned(store);
  const { clone, how } = await cloned(store);
  expect(how).toBe('kept');
  rmSync(join(clone, 'node_modules/window'), { recursive: true });
  mkdirSync(join(clone, 'node_modules/window'));
  writeFileSync(join(clone, 'node_modules/window/index.js'), exporting('another'));
  expect(required(clone, 'window')).toEqual(['another']);
  const next = await cloned(store);
  expect(next.how).toBe('kept');
  expect(everything(next.clone)).toEqual(asCommitted);
});

test('packages whose scripts npm runs are installed for each clone anew', async () => {
  write('.npmrc', 'ignore-scripts=false\n');
  commit('Scripts');
  for (const _ of [1, 2]) expect(await cloned(store)).toMatchObject({ how: 'installed' });
  write('.npmrc', 'ignore-scripts=true\n');
  commit('No scripts');
});

test('a few installations stay, those that were used last', async () => {
  for (const at of [1, 2, 3]) {
    write('.npmrc', `ignore-scripts=true\nfund=${at > 1}\naudit=${at > 2}\n`);
    commit(`Settings ${at}`);
    expect(await cloned(store)).toMatchObject({ how: 'installed' });
    // All within one tick of the clock, they would be as old as each other.
    for (const name of readdirSync(store)) utimesSync(join(store, name), at, at);
  }
  expect(readdirSync(store)).toHaveLength(2);
  expect(await cloned(store)).toMatchObject({ how: 'kept' });
});

test('a store that cannot be written stops nothing', async () => {
  const file = join(folder, 'no-folder');
  writeFileSync(file, '');
  const { clone, how } = await cloned(join(file, 'kept'));
  expect(how).toBe('installed');
  expect(everything(clone)).toEqual(asCommitted);
  expect(existsSync(join(file, 'kept'))).toBe(false);
});
