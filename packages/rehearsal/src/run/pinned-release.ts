import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A format of a lock file, with the newest line of releases that reads and keeps it. */
interface Format {
  /** The least version that the lock file names for itself. */
  readonly from: number;
  readonly release: string;
}

/** A package manager that comes from npm's registry. */
interface Releases {
  /** Its name in `packageManager` of package.json (https://nodejs.org/api/packages.html#packagemanager). */
  readonly name: string;
  /** How npm's registry calls it. */
  readonly program: string;
  readonly lockFile: string;
  /** Where a lock file says its version. */
  readonly version: RegExp;
  /** The newest first, which is also taken for a lock file that names no version. */
  readonly formats: readonly [Format, ...Format[]];
}

/** Yarn 2 and newer: its releases in npm's registry have another name than those of Yarn 1. */
export const modernYarn: Releases = {
  name: 'yarn',
  program: '@yarnpkg/cli-dist',
  lockFile: 'yarn.lock',
  version: /^__metadata:\s+version: (\d+)/m,
  formats: [
    { from: 8, release: '4' },
    { from: 5, release: '3' },
    { from: 0, release: '2' },
  ],
};

export const pnpm: Releases = {
  name: 'pnpm',
  program: 'pnpm',
  lockFile: 'pnpm-lock.yaml',
  version: /^lockfileVersion: '?(\d+)/m,
  formats: [
    { from: 9, release: '10' },
    { from: 6, release: '8' },
    { from: 0, release: '7' },
  ],
};

const packageJson = z.object({ packageManager: z.string().optional() });

/**
 * A package manager in the release that a repository pins, as npx takes it, for example `pnpm@9.15.0`: that of `packageManager` in
 * its package.json, else the newest line that keeps the format of the lock file.
 *
 * @param folder where the lock file lies
 */
export function pinnedRelease(folder: string, { name, program, lockFile, version, formats }: Releases): string {
  const [, named, release] = /^(\w+)@([^+]+)/.exec(packageManagerIn(folder)) ?? [];
  if (named === name && release !== undefined) return `${program}@${release}`;
  const [, written] = version.exec(readFileSync(join(folder, lockFile), 'utf8')) ?? [];
  const format = formats.find(({ from }) => Number(written) >= from) ?? formats[0];
  return `${program}@${format.release}`;
}

/** @returns an empty text if the folder says nothing of one, or nothing that can be read */
function packageManagerIn(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return '';
  try {
    return packageJson.parse(JSON.parse(readFileSync(file, 'utf8'))).packageManager ?? '';
  } catch {
    // The package manager itself will say what is wrong with it.
    return '';
  }
}
