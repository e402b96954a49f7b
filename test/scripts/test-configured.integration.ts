import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { rows } from '../../scripts/configured/rows';

const root = join(__dirname, '..', '..');

function configured(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/test-configured.ts', ...args],
    { cwd: root, encoding: 'utf8', timeout: 30_000 },
  );
  return { status, stdout, stderr };
}

describe('npm run test:configured', () => {
  test('lists its rows and does nothing else', () => {
    const { status, stdout } = configured('--list');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual(rows.map(({ name, description }) => `${name}\t${description}`));
  });

  test.each<[string, string[], RegExp]>([
    ['a row that there is none of', ['--only', 'nowhere'], /^TAP2042: --only "nowhere".*accounts/],
    ['a rehearsal of nothing in particular', ['--rehearse'], /^TAP2043: .*--only/],
    ['an update of nothing in particular', ['--update'], /^TAP2043: --update .*--only/],
    ['an option that it does not know', ['--all'], /unknown option/],
    ['an argument', ['accounts'], /too many arguments/],
  ])('refuses %s with 2', (_what, args, message) => {
    const { status, stderr } = configured(...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) });
  });
});
