import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemPath } from '../../src/executors/codebuild/ask-program';
import type { Keeping } from '../../src/run/kept-installation';
import { provideModules } from '../../src/run/modules';
import { Repository } from '../../src/run/repository';
import { fixture } from './fixture';

const { root, folder, write, commit, git } = fixture();
const signal = new AbortController().signal;
const home = join(folder, 'home');
const store = join(folder, 'kept');
const network = {
  npm_config_cache: join(folder, 'cache'),
  // Everything that is installed lies in the repository.
  npm_config_offline: 'true',
  npm_config_audit: 'false',
  npm_config_update_notifier: 'false',
};
const machine = { path: systemPath(process.env), toolsDir: '', network };
const exporting = (text: string) => `module.exports = ${JSON.stringify(text)};\n`;
const npm = (cwd: string, ...args: string[]) =>
  execFileSync('npm', [...args, '--no-fund'], {
    cwd,
    stdio: 'ignore',
    env: { ...network, PATH: machine.path, HOME: home },
  });

/** Packs a package as a registry would give it, into the repository. */
function pack(name: string, text: string, scripts: Readonly<Record<string, string>> = {}): void {
  const from = join(folder, 'made', name);
  mkdirSync(from, { recursive: true });
  const bundled = join(from, 'node_modules', 'glass');
  mkdirSync(bundled, { recursive: true });
  writeFileSync(join(bundled, 'package.json'), JSON.stringify({ name: 'glass', version: '1.0.0' }));
  writeFileSync(
    join(from, 'package.json'),
    JSON.stringify({
      name,
      version: '1.0.0',
      scripts,
      dependencies: { glass: '1.0.0' },
      bundledDependencies: ['glass'],
    }),
  );
  writeFileSync(join(from, 'index.js'), exporting(text));
  npm(from, 'pack', '--pack-destination', root);
}

/** The root's package.json with more in it than it needs. */
function writeHouse(more: object = {}): void {
  const dependencies = { window: 'file:window-1.0.0.tgz' };
  write('package.json', JSON.stringify({ name: 'house', workspaces: ['packages/*'], dependencies, ...more }));
}
function writeRoof(more: object = {}): void {
  const dependencies = { window: 'file:../../tile-1.0.0.tgz' };
  write('packages/roof/package.json', JSON.stringify({ name: '@house/roof', version: '1.0.0', dependencies, ...more }));
}

beforeAll(() => {
  mkdirSync(home, { recursive: true });
  write('.npmrc', 'ignore-scripts=true\n');
  writeHouse();
  writeRoof();
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
async function cloned(
  where?: string,
  { repository = root, variables = {} }: Partial<Keeping> = {},
  path: string = machine.path,
) {
  const clone = join(folder, `clone-${clones++}`);
  await (await Repository.open(root, signal)).clone(git('rev-parse', 'HEAD'), clone);
  const ownHome = `${clone}-home`;
  mkdirSync(ownHome);
  const keeping = where === undefined ? undefined : { store: where, repository, variables };
  const how = await provideModules({ folder: clone, home: ownHome, keeping }, { ...machine, path }, signal);
  return { clone, home: ownHome, how };
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

test('another repository is given none of them, by the same lock file, and is given its own', async () => {
  const other = { repository: join(folder, 'other') };
  const planted = await cloned(store, { repository: join(folder, 'planting') });
  appendFileSync(join(planted.clone, 'node_modules/window/index.js'), 'throw new Error("planted");\n');
  const first = await cloned(store, other);
  expect(first.how).toBe('installed');
  expect(everything(first.clone)).toEqual(asCommitted);
  expect((await cloned(store, other)).how).toBe('kept');
});

test('what decides them has changed: a file of the commit, npm’s settings, or a variable', async () => {
  const how = async (keeping?: Partial<Keeping>) => (await cloned(store, keeping)).how;
  await cloned(store);
  expect(await how()).toBe('kept');
  for (const change of [
    () => writeRoof({ description: 'another' }),
    () => write('.npmrc', 'ignore-scripts=true\nfund=false\n'),
  ]) {
    change();
    commit('Another');
    expect([await how(), await how()]).toEqual(['installed', 'kept']);
  }
  const others = ['npm_config_legacy_peer_deps', 'TOKEN'];
  for (const variables of others.map((name) => ({ [name]: 'true' }))) {
    expect([await how({ variables }), await how({ variables })]).toEqual(['installed', 'kept']);
  }
});

test('nothing is kept where npm does not tell its settings', async () => {
  const silent = join(folder, 'silent');
  mkdirSync(silent);
  const real = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8', env: { PATH: machine.path } }).trim();
  const text = `#!/bin/sh\n[ "$1" = config ] && exit 1\nexec '${real}' "$@"\n`;
  writeFileSync(join(silent, 'npm'), text, { mode: 0o755 });
  const path = `${silent}:${machine.path}`;
  const untold = { repository: join(folder, 'untold'), variables: {} };
  for (const wanted of ['installed', 'installed']) expect((await cloned(store, untold, path)).how).toBe(wanted);
  expect((await cloned(store, untold)).how).toBe('installed');
  expect((await cloned(store, untold)).how).toBe('kept');
});

describe('scripts', () => {
  beforeAll(() => {
    write('.npmrc', 'fund=false\n');
    pack('bell', 'as packed', { postinstall: 'node ring.js' });
    // What it hears in the repository it writes beside itself, over itself, into the home and into the clone.
    const heard = "const heard = require('fs').readFileSync(process.env.INIT_CWD + '/heard.txt', 'utf8').trim();";
    const target = (path: string) => `require('fs').writeFileSync(${path} + '/rung.txt', heard);`;
    write(
      '../made/bell/ring.js',
      [heard, ...['__dirname', 'process.env.HOME', 'process.env.INIT_CWD'].map(target)].join('\n'),
    );
    npm(join(folder, 'made', 'bell'), 'pack', '--pack-destination', root);
    pack('fragile', 'never there', { install: 'exit 1' });
    writeHouse({
      dependencies: { window: 'file:window-1.0.0.tgz', bell: 'file:bell-1.0.0.tgz' },
    });
    npm(root, 'install', '--ignore-scripts');
  });
  const rung = (at: string) => readFileSync(join(at, 'rung.txt'), 'utf8');

  test('of packages are run for each clone, where they read and write what they like', async () => {
    for (const [text, how] of [
      ['one', 'installed'],
      ['another', 'kept'],
    ] as const) {
      write('heard.txt', text);
      commit(`Hear ${text}`);
      const next = await cloned(store);
      expect(next.how).toBe(how);
      expect([next.clone, next.home, join(next.clone, 'node_modules/bell')].map(rung)).toEqual([text, text, text]);
    }
  });

  test('that write over a file of their package have it installed anew', async () => {
    const { clone } = await cloned(store);
    writeFileSync(join(clone, 'node_modules/bell/index.js'), exporting('by a script'));
    const next = await cloned(store);
    expect(next.how).toBe('installed');
    expect(required(next.clone, 'bell')).toEqual(['as packed']);
  });

  test.each([
    ['the repository', () => writeHouse({ scripts: { postinstall: 'exit 0' } }), () => writeHouse()],
    ['a workspace', () => writeRoof({ scripts: { prepare: 'exit 0' } }), () => writeRoof()],
  ])('of %s have them installed for each clone anew', async (_whose, plant, heal) => {
    plant();
    npm(root, 'install', '--ignore-scripts');
    commit('With a script');
    for (const _ of [1, 2]) expect(await cloned(store)).toMatchObject({ how: 'installed' });
    heal();
    npm(root, 'install', '--ignore-scripts');
    commit('Without');
    for (const how of ['installed', 'kept']) expect(await cloned(store)).toMatchObject({ how });
  });

  test('that npm does not run on installing do not', async () => {
    writeHouse({ scripts: { build: 'exit 1', test: 'exit 1' } });
    commit('Commands');
    for (const how of ['installed', 'kept']) expect(await cloned(store)).toMatchObject({ how });
  });

  test('that fail leave an optional package out, as npm ci does', async () => {
    writeHouse({ optionalDependencies: { fragile: 'file:fragile-1.0.0.tgz' } });
    npm(root, 'install', '--ignore-scripts');
    commit('Fragile');
    for (const _ of [1, 2]) {
      const { clone, how } = await cloned(store);
      expect(how).toBe('installed');
      expect(existsSync(join(clone, 'node_modules/window'))).toBe(true);
      expect(existsSync(join(clone, 'node_modules/fragile'))).toBe(false);
    }
    writeHouse();
    npm(root, 'install', '--ignore-scripts');
    commit('Without');
  });
});

test('a store that cannot be written stops nothing', async () => {
  const file = join(folder, 'no-folder');
  writeFileSync(file, '');
  const { clone, how } = await cloned(join(file, 'kept'));
  expect(how).toBe('installed');
  expect(everything(clone)).toEqual(asCommitted);
  expect(existsSync(join(file, 'kept'))).toBe(false);
});
