import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from '../../scripts/setup/steps/chromium.mjs';
import { Machine } from './support/machine';

describe('Chromium', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => machine.remove());

  test('is taken from the PATH under any of its names', async () => {
    expect(await chromium.satisfied(machine.context)).toBe(false);
    machine.program('google-chrome', '');
    expect(await chromium.satisfied(machine.context)).toBe(true);
  });

  test('is never installed: the error says how to get it', async () => {
    await expect(chromium.demand?.(machine.context)).rejects.toThrow(/^TAP4013: .*apt install chromium.*CHROMIUM_PATH/);
  });

  test('may be named, wherever it is', async () => {
    const program = machine.file('somewhere/browser', '#!/bin/sh\necho "started with $@"\n', 0o755);
    const context = { ...machine.context, env: { ...machine.context.env, CHROMIUM_PATH: program } };
    await chromium.demand?.(context);
    await chromium.install(context);
    expect(await chromium.satisfied(context)).toBe(true);
    expect(execFileSync(join(context.bin, 'chromium'), ['--headless'], { encoding: 'utf8' })).toBe(
      'started with --headless\n',
    );
  });
});
