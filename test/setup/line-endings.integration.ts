import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'line-endings-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clone of one file by a person whose git writes Windows line endings. */
function cloneOnWindows(attributes: boolean): string {
  const origin = join(folder, attributes ? 'with' : 'without');
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd, stdio: 'pipe' });
  mkdirSync(origin);
  git(origin, 'init', '--quiet');
  writeFileSync(join(origin, 'program.ts'), 'one();\ntwo();\n');
  if (attributes) copyFileSync(join(__dirname, '..', '..', '.gitattributes'), join(origin, '.gitattributes'));
  git(origin, 'add', '--all');
  git(origin, 'commit', '--quiet', '-m', 'First');
  git(folder, 'clone', '--quiet', '-c', 'core.autocrlf=true', origin, `${origin}-clone`);
  return readFileSync(join(`${origin}-clone`, 'program.ts'), 'utf8');
}

test('a clone has the same line endings on every system', () => {
  expect(cloneOnWindows(false)).toContain('\r\n');
  expect(cloneOnWindows(true)).toBe('one();\ntwo();\n');
});
