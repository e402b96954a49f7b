import { existsSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import type { Machine } from '../executors/codebuild/machine';
import { runProgram } from '../executors/process/run-program';
import { keepModules, keptFolder, takeModules } from './kept-modules';

/** Milliseconds for `npm ci`, generous. */
const timeLimitMs = 15 * 60_000;

/** Where npm is to put packages. */
export interface ModulesPlace {
  /** Folder of the lock file, in a clone. */
  readonly folder: string;
  /** A folder of the run's own. */
  readonly home: string;
  /** Folder in which installations are kept from run to run. @default - none is */
  readonly store?: string | undefined;
}

/**
 * Gives a clone the packages of its commit by `npm ci`, or those of an earlier run's that the same files have decided. The user's own
 * are neither read nor written: what nobody has committed does not take part.
 *
 * @throws RunError TAP4051 if npm fails
 */
export async function provideModules(
  { folder, home, store }: ModulesPlace,
  machine: Machine,
  signal: AbortSignal,
): Promise<'kept' | 'installed'> {
  // A repository need not ignore what is made here: a commit made in the clone would take it in.
  await exclude(folder, 'node_modules');
  const kept = store === undefined ? undefined : await keptFolder(store, folder);
  if (kept !== undefined && (await takeModules(kept, folder))) return 'kept';
  const env = { ...machine.network, PATH: machine.path, HOME: home, LANG: 'C.UTF-8' };
  const { status, output } = await runProgram({ program: 'npm', args: ['ci'], cwd: folder, env, signal, timeLimitMs });
  if (status !== 0) {
    throw new RunError(
      'TAP4051',
      exitCodes.machineLacks,
      `npm ci for the commit's packages ended with ${status}: ${output}`,
    );
  }
  // What can't be kept, on a full disk for example, is installed again by the next run.
  if (kept !== undefined) await keepModules(folder, kept).catch(() => undefined);
  return 'installed';
}

/** Takes a name out of what git looks at in the clone that a folder lies in. */
async function exclude(folder: string, name: string): Promise<void> {
  const above = dirname(folder);
  if (!existsSync(join(folder, '.git'))) return above === folder ? undefined : exclude(above, name);
  await mkdir(join(folder, '.git', 'info'), { recursive: true });
  await appendFile(join(folder, '.git', 'info', 'exclude'), `\n${name}\n`);
}
