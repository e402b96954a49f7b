import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import type { Machine } from '../executors/codebuild/machine';
import { runProgram } from '../executors/process/run-program';
import { provideModules } from './modules';

/** Milliseconds for installing packages, generous. */
const timeLimitMs = 15 * 60_000;

/** Where packages are wanted. */
export interface PackagesPlace {
  /** The user's own repository, never written to. */
  readonly repository: string;
  /** A clone of the commit. */
  readonly clone: string;
  /** Folder of the app, relative to both. */
  readonly app: string;
  /** A folder of the run's own, made if it is missing. */
  readonly home: string;
}

/** A package manager, by the file that pins what it installs. */
interface PackageManager {
  readonly lockFile: string;
  /** How a person would call it. */
  readonly command: string;
  readonly install: (place: PackagesPlace, folder: string, run: RunCommand) => Promise<void>;
}

type RunCommand = (program: string, ...args: readonly string[]) => Promise<void>;

const managers: readonly PackageManager[] = [
  { lockFile: 'package-lock.json', command: 'npm ci', install: async (_place, _folder, run) => run('npm', 'ci') },
  {
    lockFile: 'pnpm-lock.yaml',
    command: 'pnpm install --frozen-lockfile',
    install: async (_place, _folder, run) => run('npx', '--yes', 'pnpm@10', 'install', '--frozen-lockfile'),
  },
  {
    lockFile: 'yarn.lock',
    command: 'yarn install --frozen-lockfile',
    install: async (_place, _folder, run) => run('npx', '--yes', 'yarn@1', 'install', '--frozen-lockfile'),
  },
  {
    lockFile: 'requirements.txt',
    command: 'pip install -r requirements.txt',
    install: async (place, folder, run) => {
      const environment = environmentOf(place);
      await run('python3', '-m', 'venv', environment);
      await run(join(environment, 'bin', 'pip'), 'install', '--quiet', '-r', join(folder, 'requirements.txt'));
    },
  },
];

/** Folder of the app's Python environment, one for each clone: two commits need not pin the same. */
function environmentOf({ home, clone }: PackagesPlace): string {
  return join(home, 'python', basename(clone));
}

/** How the packages of an app come, and where from; undefined if nothing pins any. */
export function packageManagerOf({ clone, app }: Pick<PackagesPlace, 'clone' | 'app'>) {
  for (let folder = join(clone, app); ; folder = dirname(folder)) {
    const manager = managers.find(({ lockFile }) => existsSync(join(folder, lockFile)));
    if (manager !== undefined) return { ...manager, folder };
    if (folder === clone || folder === dirname(folder)) return undefined;
  }
}

/**
 * Gives the clone of an app its packages, as its lock file pins them, and says where its programs are.
 *
 * @returns folders of programs, joined as in PATH, those of the machine last
 * @throws RunError TAP4051 if they can't be installed, or nothing pins them
 */
export async function providePackages(place: PackagesPlace, machine: Machine, signal: AbortSignal): Promise<string> {
  const { repository, clone, home } = place;
  const manager = packageManagerOf(place);
  if (manager === undefined) {
    const known = managers.map(({ lockFile }) => lockFile).join(', ');
    throw new RunError(
      'TAP4051',
      exitCodes.wrongUse,
      `Nothing pins the packages of the app: the commit has none of ${known} in its folder or above.`,
    );
  }
  await mkdir(home, { recursive: true });
  if (manager.lockFile === 'package-lock.json') {
    const below = manager.folder.slice(clone.length + 1);
    await provideModules(join(repository, below), manager.folder, machine, home, signal);
  } else {
    await manager.install(place, manager.folder, (program, ...args) =>
      must({ program, args, cwd: manager.folder, machine, home, signal }),
    );
  }
  return [...programsOf(place), join(environmentOf(place), 'bin'), machine.path].join(delimiter);
}

/** Folders of the programs that packages bring, the app's own first. */
function programsOf({ clone, app }: PackagesPlace): readonly string[] {
  const folders: string[] = [];
  for (let folder = join(clone, app); ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', '.bin'));
    if (folder === clone || folder === dirname(folder)) return folders;
  }
}

interface Installation {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly machine: Machine;
  readonly home: string;
  readonly signal: AbortSignal;
}

async function must({ program, args, cwd, machine, home, signal }: Installation): Promise<void> {
  const env = { ...machine.network, PATH: machine.path, HOME: home, LANG: 'C.UTF-8', CI: 'true' };
  const { status, output } = await runProgram({ program, args, cwd, env, signal, timeLimitMs });
  if (status === 0) return;
  const command = [program, ...args].join(' ');
  throw new RunError(
    'TAP4051',
    exitCodes.machineLacks,
    `${command}, for the packages of the app, ended with ${status}: ${output}`,
  );
}
