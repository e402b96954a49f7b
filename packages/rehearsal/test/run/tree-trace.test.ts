import {
  chmodSync,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { traceOf } from '../../src/run/tree-trace';

const folder = mkdtempSync(join(tmpdir(), 'trace-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let trees = 0;
/** A tree of two folders with two files, all of one time. */
function tree(): string {
  const at = join(folder, String(trees++));
  for (const below of ['one', 'other']) {
    mkdirSync(join(at, below), { recursive: true });
    writeFileSync(join(at, below, 'file'), below);
    utimesSync(join(at, below, 'file'), 1, 1);
  }
  return at;
}

test('a tree that is only read, linked to or copied has the trace that it had', async () => {
  const at = tree();
  const before = await traceOf(at);
  linkSync(join(at, 'one', 'file'), `${at}-linked`);
  copyFileSync(join(at, 'one', 'file'), `${at}-copied`);
  expect(await traceOf(at)).toBe(before);
  cpSync(at, `${at}-again`, { recursive: true, preserveTimestamps: true });
  expect(await traceOf(`${at}-again`)).toBe(before);
});

test.each<[string, (at: string) => void]>([
  ['written to', (at) => writeFileSync(join(at, 'one', 'file'), 'two')],
  ['written to with an older time', (at) => utimesSync(join(at, 'one', 'file'), 0, 0)],
  [
    'longer, at the same time',
    (at) => {
      writeFileSync(join(at, 'one', 'file'), 'longer');
      utimesSync(join(at, 'one', 'file'), 1, 1);
    },
  ],
  ['made executable', (at) => chmodSync(join(at, 'one', 'file'), 0o755)],
  ['gone', (at) => rmSync(join(at, 'one', 'file'))],
  ['beside a new one', (at) => writeFileSync(join(at, 'one', 'more'), '')],
  ['beside a new folder', (at) => mkdirSync(join(at, 'one', 'more'))],
  ['a folder further up', (at) => renameSync(join(at, 'other', 'file'), join(at, 'file'))],
])('a tree has another trace once a file of it is %s', async (_what, change) => {
  const at = tree();
  const before = await traceOf(at);
  change(at);
  expect(await traceOf(at)).not.toBe(before);
});

test('what is left out may change', async () => {
  const at = tree();
  const [file, below] = [join(at, 'one', 'file'), join(at, 'other')];
  const before = await traceOf(at, file, below);
  writeFileSync(file, 'another');
  rmSync(below, { recursive: true });
  expect(await traceOf(at, file, below)).toBe(before);
});
