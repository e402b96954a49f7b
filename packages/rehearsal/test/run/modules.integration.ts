import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { provideModules } from '../../src/run/modules';
import { Repository } from '../../src/run/repository';
import { fixture } from './fixture';

const { root, folder, write, commit, git } = fixture();
const signal = new AbortController().signal;
const machine = { path: process.env.PATH ?? '', toolsDir: '', network: {} };

/** What a program of the clone gets when it asks for these packages. */
function required(clone: string, ...names: string[]): unknown {
  const script = `console.log(JSON.stringify([${names.map((name) => `require('${name}')`).join()}]))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: clone, encoding: 'utf8' }));
}

test('a clone runs the workspaces of its own commit, and takes all other packages from the user', async () => {
  const module = (text: string) => `module.exports = ${JSON.stringify(text)};\n`;
  write('packages/roof/index.js', module('as committed'));
  const head = commit('Roof');
  write('node_modules/@house/door/index.js', module('door'));
  write('node_modules/window/index.js', module('window'));
  write('packages/roof/node_modules/tile/index.js', module('tile of the roof'));
  symlinkSync('../../packages/roof', join(root, 'node_modules/@house/roof'));
  symlinkSync('../packages/roof', join(root, 'node_modules/roof'));
  write('packages/roof/index.js', module('not committed'));

  const clone = join(folder, 'clone');
  await (await Repository.open(root, signal)).clone(head, clone);
  expect(await provideModules(root, clone, machine, folder, signal)).toBe('linked');

  expect(required(clone, 'roof', '@house/roof', '@house/door', 'window')).toEqual([
    'as committed',
    'as committed',
    'door',
    'window',
  ]);
  expect(required(join(clone, 'packages/roof'), 'tile')).toEqual(['tile of the roof']);
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' })).toBe('');
});

test('a workspace that the commit does not have yet is not there, and nothing of the user takes its place', async () => {
  mkdirSync(join(root, 'packages/shed'), { recursive: true });
  write('packages/shed/index.js', 'module.exports = 1;\n');
  symlinkSync('../packages/shed', join(root, 'node_modules/shed'));
  const clone = join(folder, 'another');
  await (await Repository.open(root, signal)).clone(git('rev-parse', 'HEAD'), clone);
  await provideModules(root, clone, machine, folder, signal);
  expect(existsSync(join(clone, 'node_modules/shed/index.js'))).toBe(false);
});
