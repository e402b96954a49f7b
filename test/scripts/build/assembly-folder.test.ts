import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareAssemblyFolder } from '../../../scripts/build/assembly-folder';

const root = mkdtempSync(join(tmpdir(), 'assembly-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(root, 'one-')), 'cdk.out');
});

function holding(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), 'any');
  }
}

test.each<[string, readonly string[]]>([
  ['is not there', []],
  ['holds an assembly', ['cdk.out', 'manifest.json', 'assembly-Dev/manifest.json']],
  ['holds half of one, ended from outside', ['synth.lock', 'asset.1/index.js']],
])('a folder that %s is emptied and taken', (_, files) => {
  holding(...files);
  prepareAssemblyFolder(folder);
  expect(readdirSync(folder)).toEqual(['cdk.out']);
});

test('a folder that is empty is taken', () => {
  mkdirSync(folder);
  prepareAssemblyFolder(folder);
  expect(readdirSync(folder)).toEqual(['cdk.out']);
});

test('a folder in which a synth stopped, wherever it did, is taken again', () => {
  prepareAssemblyFolder(folder);
  holding('assembly-Dev/Dev.template.json', 'asset.1/index.js');
  prepareAssemblyFolder(folder);
  expect(readdirSync(folder)).toEqual(['cdk.out']);
});

test('a folder that holds anything else is refused with its name, and stays as it is', () => {
  holding('notes.txt', 'manifest.json');
  expect(() => prepareAssemblyFolder(folder)).toThrow(new RegExp(`^TAP2007: ${folder} `));
  expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
});
