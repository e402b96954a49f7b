import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keeping } from '../../src/run/kept-installation';
import { type EnvironmentPlace, provideEnvironment, type RunInstaller } from '../../src/run/python-environment';

const folder = mkdtempSync(join(tmpdir(), 'python-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => jest.useRealTimers());

const ask = (program: string, ...args: readonly string[]) => execFileSync(program, args, { encoding: 'utf8' });

/** Makes a real environment; its pip is not asked, and leaves a package and its program. */
const installer =
  (place: EnvironmentPlace, more: (place: EnvironmentPlace) => void): RunInstaller =>
  async (program, ...args) => {
    if (args[0] === '-m') return ask('python3', '-m', 'venv', '--without-pip', place.environment);
    if (program === 'python3') return ask(program, ...args);
    const { environment } = place;
    const [lib = ''] = readdirSync(join(environment, 'lib'));
    writeFileSync(join(environment, 'lib', lib, 'site-packages', 'bell.py'), 'ring = "as installed"\n');
    const text = `#!${environment}/bin/python3\nimport bell, sys\nprint(bell.ring, sys.prefix)\n`;
    writeFileSync(join(environment, 'bin', 'ring'), text, { mode: 0o755 });
    more(place);
    return '';
  };

let runs = 0;
/** A clone of its own with an environment in a home of its own, and how it came by that. */
async function provided(
  store: string,
  text: string,
  { repository = '/a', variables = {} }: Partial<Keeping> = {},
  more: (place: EnvironmentPlace) => void = () => undefined,
) {
  const at = join(folder, `run-${runs++}`);
  const [clone, home] = [join(at, 'clone'), join(at, 'home')];
  for (const each of [clone, home]) mkdirSync(each, { recursive: true });
  const requirements = join(clone, 'requirements.txt');
  writeFileSync(requirements, text);
  const environment = join(home, 'python', 'clone');
  const place = { environment, requirements, clone, home, keeping: { store, repository, variables } };
  const how = await provideEnvironment(place, installer(place, more));
  return { how, environment, says: ask(join(environment, 'bin', 'ring')).trim() };
}
const howTwice = async (...args: Parameters<typeof provided>) => [
  (await provided(...args)).how,
  (await provided(...args)).how,
];
/** Milliseconds of a day. */
const dayMs = 24 * 60 * 60_000;
const anew = ['installed', 'installed'];
const once = ['installed', 'kept'];
const fresh = () => join(folder, `store-${runs++}`);

test('an environment is given to the next run, whose programs start the Python in it', async () => {
  const store = fresh();
  for (const how of once) {
    const run = await provided(store, 'bell==1.0.0\n');
    expect(run).toMatchObject({ how, says: `as installed ${run.environment}` });
    expect(ask('/bin/sh', '-c', `. '${run.environment}/bin/activate' && echo $VIRTUAL_ENV`).trim()).toBe(
      run.environment,
    );
  }
});

test('what a program writes into it, in a file or beside one, the next run does not see', async () => {
  const store = fresh();
  await provided(store, 'bell\n');
  const { environment } = await provided(store, 'bell\n');
  const [lib = ''] = readdirSync(join(environment, 'lib'));
  writeFileSync(join(environment, 'bin', 'more'), '');
  const next = await provided(store, 'bell\n');
  expect(next.how).toBe('kept');
  expect(existsSync(join(next.environment, 'bin', 'more'))).toBe(false);
  appendFileSync(join(environment, 'lib', lib, 'site-packages', 'bell.py'), 'ring = "planted"\n');
  expect(await provided(store, 'bell\n')).toMatchObject({ how: 'installed', says: /^as installed / });
});

test('another repository is given none, by the same requirements', async () => {
  const store = fresh();
  await provided(store, 'bell\n');
  expect(await howTwice(store, 'bell\n', { repository: '/b' })).toEqual(once);
});

test('other requirements or variables have it made anew', async () => {
  const store = fresh();
  await provided(store, 'bell\n');
  expect(await howTwice(store, 'bell==2\n')).toEqual(once);
  expect(await howTwice(store, 'bell\n', { variables: { PIP_INDEX_URL: 'https://example.com/simple' } })).toEqual(once);
});

test('another day has it made anew', async () => {
  const store = fresh();
  await provided(store, 'bell\n');
  // Programs take their real time: the date alone is another.
  const doNotFake = ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] as const;
  jest.useFakeTimers({ now: Date.now() + dayMs, doNotFake: [...doNotFake] });
  expect(await howTwice(store, 'bell\n')).toEqual(once);
});

test.each([
  [
    'comments, extras, markers and ranges',
    '# for AWS\n\nbell[sound]>=1,<2 ; python_version < "4"  # loud\r\nzope.bell==1.*\n',
  ],
  ['checksums', 'bell==1.0.0 \\\n    --hash=sha256:00ff \\\n    --hash=sha256:11ee\n'],
  ['an index', '--index-url https://example.com/simple\nbell\n'],
])('requirements with %s are kept', async (_what, text) => {
  expect(await howTwice(fresh(), text)).toEqual(once);
});

test.each([
  ['another file', '-r more.txt\n'],
  ['constraints', 'bell\n-c constraints.txt\n'],
  ['the repository itself', '-e .\n'],
  ['a folder', './bell\n'],
  ['an archive', 'bell-1.0.0-py3-none-any.whl\n'],
  ['an address', 'bell @ https://example.com/bell-1.0.0.tar.gz\n'],
  ['another repository', 'git+https://example.com/bell.git\n'],
  ['a folder of archives', '--find-links wheels\nbell\n'],
])('requirements that name %s are installed anew', async (_what, text) => {
  expect(await howTwice(fresh(), text)).toEqual(anew);
});

test.each<[string, (place: EnvironmentPlace) => void]>([
  ['the home', ({ home }) => writeFileSync(join(home, '.settings'), '')],
  ['the clone', ({ clone }) => mkdirSync(join(clone, 'build'))],
  ['a file of the commit', ({ requirements }) => appendFileSync(requirements, '\n')],
])('an installation that changes %s is not kept', async (_what, more) => {
  expect(await howTwice(fresh(), 'bell\n', {}, more)).toEqual(anew);
});

test("the settings that pip has rustup make don't count", async () => {
  const asked = ({ home }: EnvironmentPlace) => mkdirSync(join(home, '.rustup'));
  expect(await howTwice(fresh(), 'bell\n', {}, asked)).toEqual(once);
});
