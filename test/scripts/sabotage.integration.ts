import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { k6 } from '../checks/support/k6';
import { cases } from '../sabotage/cases/all';

const root = join(__dirname, '..', '..');

function sabotage(...args: readonly string[]) {
  return sabotageWith(process.env, ...args);
}

function sabotageWith(env: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/sabotage.ts', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe('npm run sabotage', () => {
  test('lists its cases and does nothing else', () => {
    const { status, stdout } = sabotage('--list');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual(cases.map(({ kind, gate, name }) => `${kind}\t${gate}\t${name}`));
  });

  test('tries those that are asked for, and counts them last', () => {
    const { status, stdout } = sabotage('does not know its', 'end with a slash');
    const lines = stdout.trimEnd().split('\n');
    expect({ status, last: lines.at(-1) }).toEqual({ status: 0, last: '5 passed, 0 failed' });
    expect(lines.filter((line) => line.startsWith('ok   smoke, sabotage: the job does not know its'))).toHaveLength(4);
    expect(lines.filter((line) => line.startsWith('ok   smoke, neighbour: the addresses end'))).toHaveLength(1);
  });

  test('names those that need a browser where there is none, tries the others, and does not end with 0', () => {
    const folder = mkdtempSync(join(tmpdir(), 'no-browser-'));
    try {
      symlinkSync(k6(), join(folder, 'k6'));
      const env = { ...process.env, PATH: folder, CHROMIUM_PATH: undefined };
      const { status, stdout } = sabotageWith(env, 'a browser looks at', 'end with a slash');
      const lines = stdout.trimEnd().split('\n');
      expect(lines).toContain(
        'NOT TRIED smoke, neighbour: a browser looks at the storefront: neither CHROMIUM_PATH nor the PATH has one',
      );
      expect({ status, last: lines.at(-1) }).toEqual({ status: 3, last: '1 passed, 0 failed, 1 not tried' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each<[string, string[], RegExp]>([
    ['a word that no case has', ['nowhere to be found'], /^TAP2081: "nowhere to be found"/],
    ['an option that it does not know', ['--all'], /unknown option/],
  ])('refuses %s with 2', (_what, args, message) => {
    const { status, stderr } = sabotage(...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) });
  });
});
