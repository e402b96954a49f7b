import { existsSync } from 'node:fs';
import { ensure } from '../../scripts/setup/ensure.mjs';
import { SetupError } from '../../scripts/setup/setup-error.mjs';
import type { Step } from '../../scripts/setup/steps/step.mjs';
import { Machine } from './support/machine';

/** A step that is satisfied once it was installed. */
function step(name: string, more: Partial<Step> = {}): Step & { installed: number } {
  const made: Step & { installed: number } = {
    name,
    installed: 0,
    satisfied: () => Promise.resolve(made.installed > 0),
    install: () => {
      made.installed += 1;
      return Promise.resolve();
    },
    ...more,
  };
  return made;
}

describe('ensure', () => {
  let machine: Machine;
  const run = (lanes: readonly (readonly Step[])[]) =>
    ensure(lanes, machine.context, (reason) => machine.controller.abort(reason));
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => machine.remove());

  test('installs what is missing, once', async () => {
    const [one, two] = [step('one'), step('two')];
    expect(await run([[one], [two]])).toBe(2);
    expect(await run([[one], [two]])).toBe(0);
    expect([one.installed, two.installed]).toEqual([1, 1]);
  });

  test('writes nothing at all where everything is there', async () => {
    expect(await run([[step('there', { satisfied: () => Promise.resolve(true) })]])).toBe(0);
    expect(existsSync(machine.context.tools)).toBe(false);
    expect(machine.said).toEqual([]);
  });

  test('names everything that the machine lacks before anything is installed', async () => {
    const lacking = (name: string) =>
      step(name, { demand: () => Promise.reject(new SetupError('TAP4012', `${name} is missing`)) });
    const harmless = step('harmless');
    const failed = run([[harmless, lacking('git')], [lacking('python')]]);
    await expect(failed).rejects.toThrow(/^TAP4012: git is missing\nTAP4012: python is missing$/);
    expect(harmless.installed).toBe(0);
  });

  test('ends the other lanes when one fails, and names what is still missing', async () => {
    let interrupted = false;
    const slow = step('slow', {
      install: () =>
        new Promise((_, reject) => {
          machine.context.signal.addEventListener('abort', () => {
            interrupted = true;
            reject(new Error('interrupted'));
          });
        }),
    });
    const failing = step('failing', { install: () => Promise.reject(new SetupError('TAP4006', 'no k6')) });
    await expect(run([[step('fine'), failing, step('later')], [slow]])).rejects.toMatchObject({
      code: 'TAP4006',
      exitCode: 3,
      message: 'TAP4006: no k6\nStill missing, and nothing was started: failing, later, slow.',
    });
    expect(interrupted).toBe(true);
    expect(existsSync(`${machine.context.tools}/lock`)).toBe(false);
  });

  test('a disk that refuses is a coded error', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const failing = step('failing', { install: () => Promise.reject(full) });
    await expect(run([[failing]])).rejects.toThrow(/^TAP4010: .*no space left/);
  });
});
