import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

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
