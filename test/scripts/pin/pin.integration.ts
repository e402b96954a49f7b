import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pinName } from '../../../lib/config/pin';
import { shippedText } from '../../../scripts/configured/starting-data';

const root = join(__dirname, '..', '..', '..');
/** What the app and the command are made of. */
const parts = ['bin', 'buildspecs', 'contracts', 'functions', 'lib', 'loadtests', 'scripts', 'site'];
const files = ['cdk.json', 'package.json', 'tsconfig.json'];

/** Two of the shipped environments. */
const text = shippedText().replace('[dev, staging, prod]', '[dev, staging]');

const copy = mkdtempSync(join(tmpdir(), 'pin-'));
const configuration = join(copy, 'lib', 'config', 'environments.ts');
const pinned = join(copy, pinName);

beforeAll(() => {
  for (const part of [...parts, ...files]) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  rmSync(pinned, { force: true });
  writeFileSync(configuration, text);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a program of the copy. */
function run(program: string, ...args: readonly string[]): { code: number | null; said: string } {
  const { context } = JSON.parse(readFileSync(join(copy, 'cdk.json'), 'utf8')) as { context: unknown };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: copy,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      CDK_OUTDIR: join(copy, 'cdk.out'),
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_VALIDATION: 'false',
      CDK_DISABLE_STACK_TRACE: 'true',
    },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, said: `${stdout}${stderr}` };
}

test('a pin is written whole, holds the app to it, and says what becomes of what is gone', () => {
  expect(run('scripts/pin.ts')).toEqual({
    code: 0,
    said: `Dev: pinned\nStaging: pinned\n${pinName} is written; commit it\n`,
  });
  expect(existsSync(`${pinned}.new`)).toBe(false);
  expect(Object.keys((JSON.parse(readFileSync(pinned, 'utf8')) as { environments: object }).environments)).toEqual([
    ...['Dev', 'Staging'],
  ]);

  writeFileSync(configuration, text.replace('10.20.0.0/16', '10.21.0.0/16'));
  expect(run('bin/tap.ts')).toEqual({
    code: 1,
    said: expect.stringMatching(/^TAP1091: environments\[1\]\.network\.cidr/),
  });

  writeFileSync(configuration, text.replace('[dev, staging]', '[dev]'));
  expect(run('bin/tap.ts')).toEqual({ code: 1, said: expect.stringMatching(/^TAP1094: environments: "Staging"/) });
  expect(run('scripts/pin.ts', '--removed', 'Staging').code).toBe(0);
  expect(run('bin/tap.ts')).toEqual({ code: 0, said: '' });
});

test('a damaged pin holds up the app and the command, and is left as it is', () => {
  writeFileSync(configuration, text);
  writeFileSync(pinned, '{ "version": 1');
  for (const program of ['bin/tap.ts', 'scripts/pin.ts']) {
    expect(run(program)).toEqual({ code: 1, said: expect.stringMatching(/^TAP1092: lib\/config\/pinned\.json: /) });
  }
  expect(readFileSync(pinned, 'utf8')).toBe('{ "version": 1');
});

test('an interrupted pin ends with 130, writes nothing and leaves nothing', async () => {
  writeFileSync(configuration, text);
  rmSync(pinned, { force: true });
  const work = join(copy, 'work');
  mkdirSync(work);
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/pin.ts'], {
    cwd: copy,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: work },
    stdio: 'ignore',
  });
  const closed = once(child, 'close');
  // It synthesizes from now on, and has written nothing.
  const isAtWork = () => readdirSync(work).some((name) => name.startsWith('pin-'));
  while (child.exitCode === null && !isAtWork()) await sleep(20);
  child.kill('SIGTERM');
  expect((await closed)[0]).toBe(130);
  expect(existsSync(pinned)).toBe(false);
  expect(isAtWork()).toBe(false);
});
