import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../executors/codebuild/machine';
import { runProgram } from '../executors/process/run-program';
import { exitCodes, RunError } from './run-error';

/** Milliseconds for `npm ci`, generous. */
const timeLimitMs = 15 * 60_000;

/**
 * Gives a clone its packages: those of the user's own tree, by a link, where both lock files say the same, else its own by
 * `npm ci`.
 *
 * @throws RunError TAP4051 if npm fails
 */
export async function provideModules(
  root: string,
  clone: string,
  machine: Machine,
  home: string,
  signal: AbortSignal,
): Promise<'linked' | 'installed'> {
  const lockOf = (folder: string) => readFile(join(folder, 'package-lock.json'), 'utf8').catch(() => undefined);
  const [own, wanted] = await Promise.all([lockOf(root), lockOf(clone)]);
  if (wanted !== undefined && own === wanted && existsSync(join(root, 'node_modules'))) {
    await symlink(join(root, 'node_modules'), join(clone, 'node_modules'));
    // An ignore rule for a folder, `node_modules/`, does not hold for a link: a commit made in the clone would take it in.
    await mkdir(join(clone, '.git', 'info'), { recursive: true });
    await appendFile(join(clone, '.git', 'info', 'exclude'), '\n/node_modules\n');
    return 'linked';
  }
  const env = { ...machine.network, PATH: machine.path, HOME: home, LANG: 'C.UTF-8' };
  const { status, output } = await runProgram({ program: 'npm', args: ['ci'], cwd: clone, env, signal, timeLimitMs });
  if (status === 0) return 'installed';
  throw new RunError(
    'TAP4051',
    exitCodes.machineLacks,
    `npm ci for the commit's packages ended with ${status}: ${output}`,
  );
}
