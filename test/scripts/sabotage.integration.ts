import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cases } from '../sabotage/cases/all';

const root = join(__dirname, '..', '..');

function sabotage(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/sabotage.ts', ...args], {
    cwd: root,
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

  test.each<[string, string[], RegExp]>([
    ['a word that no case has', ['nowhere to be found'], /^TAP2081: "nowhere to be found"/],
    ['an option that it does not know', ['--all'], /unknown option/],
  ])('refuses %s with 2', (_what, args, message) => {
    const { status, stderr } = sabotage(...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) });
  });
});
