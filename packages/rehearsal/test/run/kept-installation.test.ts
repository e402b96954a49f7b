import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptInstallation, keepingFor } from '../../src/run/kept-installation';

const folder = mkdtempSync(join(tmpdir(), 'kept-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let used = 0;
const fresh = () => join(folder, String(used++));
/** A folder with a program and a link to it, as an installation leaves it. */
function installed(): string {
  const from = fresh();
  mkdirSync(join(from, 'packages', 'one'), { recursive: true });
  writeFileSync(join(from, 'packages', 'one', 'run'), 'run', { mode: 0o755 });
  symlinkSync(join('one', 'run'), join(from, 'packages', 'link'));
  writeFileSync(join(from, 'source'), 'of the commit');
  return from;
}
interface Wanted {
  readonly store: string;
  readonly repository?: string;
  readonly place?: readonly string[];
  readonly by?: string;
}
const kept = ({ store, repository = '/a', place = ['npm', ''], by = '' }: Wanted) =>
  new KeptInstallation({ store, repository }, place, [by]);
/** Lets a second go by for all that are kept: the file system's clock is coarser than a test's. */
function age(store: string): void {
  for (const name of readdirSync(store)) {
    const { mtimeMs } = statSync(join(store, name));
    utimesSync(join(store, name), new Date(), new Date(mtimeMs - 1000));
  }
}
async function keep(wanted: Wanted): Promise<void> {
  await kept(wanted).keep(installed(), 'packages');
  age(wanted.store);
}
const isThere = async (wanted: Wanted) => (await kept(wanted).take(fresh())) !== undefined;

test('an installation comes as it was, without what lies beside it, and says where that was', async () => {
  const [store, from, into] = [fresh(), installed(), fresh()];
  await kept({ store }).keep(from, 'packages');
  expect(await kept({ store }).take(into)).toBe(from);
  expect(readFileSync(join(into, 'packages', 'link'), 'utf8')).toBe('run');
  expect(lstatSync(join(into, 'packages', 'link')).isSymbolicLink()).toBe(true);
  expect(statSync(join(into, 'packages', 'one', 'run')).mode).toBe(statSync(join(from, 'packages', 'one', 'run')).mode);
  expect(existsSync(join(into, 'source'))).toBe(false);
});

test('one that a program has written into is given to nobody, and gone', async () => {
  const [store, into] = [fresh(), fresh()];
  await keep({ store });
  await kept({ store }).take(into);
  appendFileSync(join(into, 'packages', 'one', 'run'), '; more');
  expect(await isThere({ store })).toBe(false);
  expect(readdirSync(store)).toEqual([]);
});

test.each<[string, Partial<Wanted>]>([
  ['another repository', { repository: '/b' }],
  ['another folder of it', { place: ['npm', 'infra'] }],
  ['another package manager', { place: ['python', ''] }],
  ['whom something else decides', { by: 'another lock file' }],
])('%s is given none, and the one that it is for still is', async (_who, other) => {
  const store = fresh();
  await keep({ store });
  expect(await isThere({ store, ...other })).toBe(false);
  expect(await isThere({ store })).toBe(true);
});

test('one that is not whole is not given', async () => {
  const store = fresh();
  await keep({ store });
  const [name = ''] = readdirSync(store);
  rmSync(join(store, name, 'installed'));
  expect(await isThere({ store })).toBe(false);
});

test('what cannot be kept stops nothing', async () => {
  const file = join(installed(), 'source');
  await kept({ store: join(file, 'kept') }).keep(installed(), 'packages');
  expect(await isThere({ store: join(file, 'kept') })).toBe(false);
});

describe('of those that are kept', () => {
  test('the ones of a place that were used last stay', async () => {
    const store = fresh();
    for (const by of ['1', '2']) await keep({ store, by });
    expect(await isThere({ store, by: '1' })).toBe(true);
    age(store);
    await keep({ store, by: '3' });
    const there = await Promise.all(['1', '2', '3'].map((by) => isThere({ store, by })));
    expect(there).toEqual([true, false, true]);
  });

  test('one busy repository does not push out the others, and many do', async () => {
    const store = fresh();
    const [first, ...others] = ['/first', '/b', '/c', '/d', '/e', '/f', '/g'].map((repository) => ({
      store,
      repository,
    }));
    await keep({ ...first, store });
    for (const by of ['1', '2', '3', '4', '5', '6', '7']) await keep({ store, by });
    expect(await isThere({ ...first, store })).toBe(true);
    age(store);
    for (const other of others) await keep(other);
    expect(await isThere({ ...first, store })).toBe(false);
    expect(readdirSync(store).length).toBeLessThan(others.length + 1);
  });
});

test('a repository is known by its real path, whatever link leads to it', () => {
  const [store, link] = [fresh(), fresh()];
  const repository = installed();
  symlinkSync(repository, link);
  const surroundings = { installationsFolder: store, toolsDir: folder };
  expect(keepingFor(surroundings, link, {})).toMatchObject({ store, repository: realpathSync(repository) });
  expect(keepingFor({ toolsDir: folder }, link, {})).toBeUndefined();
});

test('copies that share the tools of the rehearsal’s own repository share what is kept, and a foreign one does not', () => {
  const [store, link, other] = [fresh(), fresh(), fresh()];
  const [tools, foreign] = [installed(), installed()];
  symlinkSync(tools, link);
  mkdirSync(other);
  const whose = (toolsDir: string, repository?: string) =>
    keepingFor({ installationsFolder: store, toolsDir }, repository, {})?.repository;
  expect(whose(link)).toBe(whose(tools));
  expect(new Set([whose(tools), whose(other), whose(tools, foreign)]).size).toBe(3);
});
