import { existsSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import type { Machine } from '../executors/codebuild/machine';
import { type ProgramResult, runProgram } from '../executors/process/run-program';
import { type Keeping, KeptInstallation } from './kept-installation';
import { type DecidedModules, decidedModules } from './modules-decided';

/** Milliseconds for what npm does once, generous. */
const timeLimitMs = 15 * 60_000;

/** Where npm is to put packages. */
export interface ModulesPlace {
  /** Folder of the lock file, in a clone. */
  readonly folder: string;
  /** A folder of the run's own. */
  readonly home: string;
  /** @default - each clone is given an installation of its own */
  readonly keeping?: Keeping | undefined;
}

type Npm = (...args: readonly string[]) => Promise<ProgramResult>;

/**
 * Gives a clone the packages of its commit by `npm ci`. What the commit's files decide alone is kept for later runs of its repository:
 * the packages as they are unpacked. Their scripts may look at anything and write anywhere, so they are run for each clone. The user's own
 * packages are neither read nor written: what nobody has committed does not take part.
 *
 * @throws RunError TAP4051 if npm fails
 */
export async function provideModules(
  { folder, home, keeping }: ModulesPlace,
  machine: Machine,
  signal: AbortSignal,
): Promise<'kept' | 'installed'> {
  // A repository need not ignore what is made here: a commit made in the clone would take it in.
  const top = topOf(folder);
  await exclude(top, 'node_modules');
  const env = { ...machine.network, PATH: machine.path, HOME: home, LANG: 'C.UTF-8' };
  const npm: Npm = (...args) => runProgram({ program: 'npm', args, cwd: folder, env, signal, timeLimitMs });
  const decided = keeping && (await decidedModules(folder, keeping.variables));
  const settings = decided && (await settingsOfNpm({ ...keeping?.variables, PATH: machine.path, HOME: home }, signal));
  if (keeping === undefined || decided === undefined || settings === undefined) {
    await install(npm);
    return 'installed';
  }
  const place = ['npm', relative(top, folder)];
  const by = [decided.texts, settings, keeping.variables, process.version, process.platform, process.arch];
  return provideKept(new KeptInstallation(keeping, place, by), decided, folder, npm);
}

async function provideKept(
  kept: KeptInstallation,
  { folders, withScripts }: DecidedModules,
  folder: string,
  npm: Npm,
): Promise<'kept' | 'installed'> {
  const found = await kept.take(folder);
  if (found === undefined) {
    await install(npm, '--ignore-scripts');
    await kept.keep(folder, ...folders);
  }
  if (withScripts && (await npm('rebuild')).status !== 0) {
    // An optional package whose script fails is left out by `npm ci`, and fails `npm rebuild`.
    await install(npm);
    return 'installed';
  }
  return found === undefined ? 'installed' : 'kept';
}

async function install(npm: Npm, ...options: readonly string[]): Promise<void> {
  const { status, output } = await npm('ci', ...options);
  if (status === 0) return;
  throw new RunError(
    'TAP4051',
    exitCodes.machineLacks,
    `npm ci for the commit's packages ended with ${status}: ${output}`,
  );
}

/** Version and settings of npm, as no project changes them, and wherever the home is; undefined if npm doesn't tell them. */
async function settingsOfNpm(
  variables: Readonly<Record<string, string>> & { readonly HOME: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { status, stdout } = await runProgram({
    program: 'npm',
    args: ['config', 'list', '--json', '--global', '--logs-max=0', '--no-update-notifier'],
    cwd: variables.HOME,
    env: { ...variables, LANG: 'C.UTF-8' },
    signal,
    timeLimitMs,
  });
  return status === 0 ? stdout.replaceAll(variables.HOME, '~') : undefined;
}

/** The clone that a folder lies in; the folder itself where it is in none. */
function topOf(folder: string, from = folder): string {
  if (existsSync(join(from, '.git'))) return from;
  return dirname(from) === from ? folder : topOf(folder, dirname(from));
}

/** Takes a name out of what git looks at in a clone. */
async function exclude(clone: string, name: string): Promise<void> {
  if (!existsSync(join(clone, '.git'))) return;
  await mkdir(join(clone, '.git', 'info'), { recursive: true });
  await appendFile(join(clone, '.git', 'info', 'exclude'), `\n${name}\n`);
}
