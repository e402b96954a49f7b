import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareAssemblyFolder } from '../../scripts/build/assembly-folder';

const root = join(__dirname, '..', '..');

/** Runs a script as a job does, with nothing in its environment but what is given. */
function script(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): { code: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join('scripts', file), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { code: status, said: stderr };
}

test('the strict gate ends with 1 and a code if the validator is switched off', () => {
  expect(script('synth.ts', [], { CDK_VALIDATION: 'false' })).toEqual({
    code: 1,
    said: expect.stringMatching(/^TAP2001: .*CDK_VALIDATION/),
  });
});

test('the image script ends with 1 and a code if the pipeline does not say where to push', () => {
  expect(script('image.ts', [], {})).toEqual({ code: 1, said: expect.stringMatching(/^TAP2021: .*REPOSITORY_NAME/) });
});

test('a rename that names one thing alone is no order to pin anything', () => {
  expect(script('pin.ts', ['--renamed', 'Staging'], {})).toEqual({
    code: 2,
    said: expect.stringMatching(/^TAP2145: --renamed Staging: allowed is OLD=NEW/),
  });
});

test('the picture of a report is taken of none that is not there', () => {
  expect(script('report-picture.ts', [join(root, 'no-such-report')], {})).toEqual({
    code: 1,
    said: expect.stringMatching(/^TAP5904: .*no-such-report.*npm run rehearse/),
  });
});

test('the strict gate that is interrupted ends with 130, finds nothing, and leaves nothing in the way of the next', async () => {
  const work = mkdtempSync(join(tmpdir(), 'synth-'));
  const output = join(work, 'cdk.out');
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/synth.ts', '--output', output], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const closed = once(child, 'close');
  // The CDK's command line takes some seconds to load.
  while (child.exitCode === null && !existsSync(join(output, 'synth.lock'))) await sleep(50);
  // As a terminal does it: to all that belong to it.
  process.kill(-Number(child.pid), 'SIGINT');
  const [code] = await closed;
  expect({ code, said }).toEqual({ code: 130, said: expect.not.stringContaining('TAP') });
  expect(() => prepareAssemblyFolder(output)).not.toThrow();
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}, 60_000);

test('the strict gate ends with 2 if it is called wrongly', () => {
  expect(script('synth.ts', ['--nowhere'], {})).toEqual({ code: 2, said: expect.stringContaining('--nowhere') });
});
