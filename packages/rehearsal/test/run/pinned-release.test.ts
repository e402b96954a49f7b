import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modernYarn, pinnedRelease, pnpm } from '../../src/run/pinned-release';

const folder = mkdtempSync(join(tmpdir(), 'pinned-release-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let places = 0;
/** A folder with a lock file, and perhaps a package.json. */
function place(lockFile: string, lock: string, packageJson?: string): string {
  const at = mkdtempSync(join(folder, `${places++}-`));
  writeFileSync(join(at, lockFile), lock);
  if (packageJson !== undefined) writeFileSync(join(at, 'package.json'), packageJson);
  return at;
}
const yarnOf = (lock: string, packageJson?: string) => pinnedRelease(place('yarn.lock', lock, packageJson), modernYarn);
const pnpmOf = (lock: string, packageJson?: string) => pinnedRelease(place('pnpm-lock.yaml', lock, packageJson), pnpm);

describe('the release of a package manager', () => {
  const yarnLock = (version: number) => `# generated\n\n__metadata:\n  version: ${version}\n`;
  const pnpmLock = (version: string) => `lockfileVersion: ${version}\n\nsettings:\n`;

  test.each([
    [4, '2'],
    [6, '3'],
    [8, '4'],
    [9, '4'],
  ])('keeps the format of a lock file of yarn: %i', (version, line) => {
    expect(yarnOf(yarnLock(version))).toBe(`@yarnpkg/cli-dist@${line}`);
  });

  test.each([
    ['5.4', '7'],
    ["'6.0'", '8'],
    ["'9.0'", '10'],
  ])('keeps the format of a lock file of pnpm: %s', (version, line) => {
    expect(pnpmOf(pnpmLock(version))).toBe(`pnpm@${line}`);
  });

  test('is the newest line where the lock file says nothing', () => {
    expect([yarnOf(''), pnpmOf('')]).toEqual(['@yarnpkg/cli-dist@4', 'pnpm@10']);
  });

  test('is the one that package.json pins, without its hash', () => {
    const pinned = (packageManager: string) => JSON.stringify({ name: 'app', packageManager });
    expect(yarnOf(yarnLock(8), pinned('yarn@4.9.2+sha512.1f'))).toBe('@yarnpkg/cli-dist@4.9.2');
    expect(pnpmOf(pnpmLock("'9.0'"), pinned('pnpm@9.15.0'))).toBe('pnpm@9.15.0');
  });

  test.each([
    ['pins another one', '{"packageManager":"npm@11.0.0"}'],
    ['pins none', '{"name":"app"}'],
    ['is no JSON', '{,'],
    ['pins what is no text', '{"packageManager":1}'],
  ])('is that of the lock file where package.json %s', (_what, packageJson) => {
    expect(pnpmOf(pnpmLock("'6.0'"), packageJson)).toBe('pnpm@8');
  });
});
