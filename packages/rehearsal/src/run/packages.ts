import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import type { Machine } from '../executors/codebuild/machine';
import { runProgram } from '../executors/process/run-program';
import type { Keeping } from './kept-installation';
import { provideModules } from './modules';
import { modernYarn, pinnedRelease, pnpm } from './pinned-release';
import { provideEnvironment } from './python-environment';

/** Milliseconds for installing packages, generous. */
const timeLimitMs = 15 * 60_000;

/** Where packages are wanted. */
export interface PackagesPlace {
  /** A clone of the commit. */
  readonly clone: string;
  /** Folder of the app, relative to it. */
  readonly app: string;
  /** A folder of the run's own, made if it is missing. */
  readonly home: string;
  /** How installations by npm and pip are kept from run to run. @default - none is */
  readonly keeping?: Keeping | undefined;
}

/** What a package manager has at hand. */
interface Installation {
  readonly place: PackagesPlace;
  /** Folder of the lock file, in the clone. */
  readonly folder: string;
  readonly machine: Machine;
  /** Beside those of the machine. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A package manager, by the file that pins what it installs. */
interface PackageManager {
  readonly lockFile: string;
  /** What its lock file holds, where another one has a file of this name, too. @default - anything */
  readonly written?: RegExp;
  /** How a person would call it. */
  readonly command: string;
  readonly install: (installation: Installation) => Promise<unknown>;
}

const pythonPackages = 'requirements.txt';

const managers: readonly PackageManager[] = [
  {
    lockFile: 'package-lock.json',
    command: 'npm ci',
    install: ({ place: { home, keeping }, folder, machine, signal }) =>
      provideModules({ folder, home, keeping }, machine, signal),
  },
  {
    lockFile: pnpm.lockFile,
    command: 'pnpm install --frozen-lockfile',
    install: (installation) =>
      must(installation, 'npx', '--yes', pinnedRelease(installation.folder, pnpm), 'install', '--frozen-lockfile'),
  },
  {
    lockFile: modernYarn.lockFile,
    written: modernYarn.version,
    command: 'yarn install --immutable',
    // Programs find packages by their folders, also where jobs will have them by Plug'n'Play: https://yarnpkg.com/features/linkers
    install: (installation) =>
      must(
        { ...installation, variables: { YARN_NODE_LINKER: 'node-modules', YARN_ENABLE_TELEMETRY: 'false' } },
        'npx',
        '--yes',
        pinnedRelease(installation.folder, modernYarn),
        'install',
        '--immutable',
      ),
  },
  {
    lockFile: 'yarn.lock',
    command: 'yarn install --frozen-lockfile',
    install: (installation) => must(installation, 'npx', '--yes', 'yarn@1', 'install', '--frozen-lockfile'),
  },
  {
    lockFile: pythonPackages,
    command: 'pip install -r requirements.txt',
    install: ({ place, folder, ...more }) => {
      const environment = environmentOf(place);
      const requirements = join(folder, pythonPackages);
      // The home goes with the run, and a cache in it.
      const installation = { place, folder, ...more, variables: { PIP_NO_CACHE_DIR: 'true' } };
      return provideEnvironment({ ...place, environment, requirements }, (program, ...args) =>
        must(installation, program, ...args),
      );
    },
  },
];

/** Folder of the app's Python environment, one for each clone: two commits need not pin the same. */
function environmentOf({ home, clone }: PackagesPlace): string {
  return join(home, 'python', relative(dirname(home), clone));
}

/** A package manager, with the folder whose lock file it takes. */
type PinnedPackages = PackageManager & Pick<Installation, 'folder'>;

/**
 * How the packages of an app come: by the nearest lock file. An app in Python may have another one beside its own, which pins
 * the CDK's command line, and may keep its own in a folder below it.
 *
 * @returns none if nothing pins any
 */
export function packageManagersOf(place: Pick<PackagesPlace, 'clone' | 'app'>): readonly PinnedPackages[] {
  const { clone, app } = place;
  for (let folder = join(clone, app); ; folder = dirname(folder)) {
    const pinned = managers.filter((manager) => pins(manager, folder));
    const [first, ...others] = pinned.map((manager) => ({ ...manager, folder }));
    if (first !== undefined) {
      return isPython(place) ? [first, ...others.filter(({ lockFile }) => lockFile === pythonPackages)] : [first];
    }
    if (folder === clone || folder === dirname(folder)) return isPython(place) ? pythonBelow(join(clone, app)) : [];
  }
}

function pins({ lockFile, written }: PackageManager, folder: string): boolean {
  const file = join(folder, lockFile);
  return existsSync(file) && (written === undefined || written.test(readFileSync(file, 'utf8')));
}

/** What an app in Python pins in the one folder below it that names the CDK: others there are of functions, for example. */
function pythonBelow(app: string): readonly PinnedPackages[] {
  const folders = readdirSync(app, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const pinning = folders.filter(({ name }) => {
    const file = join(app, name, pythonPackages);
    return existsSync(file) && /^aws-cdk-lib\b/m.test(readFileSync(file, 'utf8'));
  });
  const [one, ...others] = pinning;
  if (one === undefined || others.length > 0) return [];
  return managers
    .filter(({ lockFile }) => lockFile === pythonPackages)
    .map((manager) => ({
      ...manager,
      command: `pip install -r ${join(one.name, pythonPackages)}`,
      folder: join(app, one.name),
    }));
}

function isPython({ clone, app }: Pick<PackagesPlace, 'clone' | 'app'>): boolean {
  const file = join(clone, app, 'cdk.json');
  return existsSync(file) && /"app"\s*:\s*"(?:\S*\/)?python/.test(readFileSync(file, 'utf8'));
}

/**
 * Gives the clone of an app its packages, as its lock file pins them, and says where its programs are.
 *
 * @returns folders of programs, joined as in PATH, those of the machine last
 * @throws RunError TAP4051 if they can't be installed, or nothing pins them
 */
export async function providePackages(place: PackagesPlace, machine: Machine, signal: AbortSignal): Promise<string> {
  const pinned = packageManagersOf(place);
  if (pinned.length === 0) {
    const known = [...new Set(managers.map(({ lockFile }) => lockFile))].join(', ');
    throw new RunError(
      'TAP4051',
      exitCodes.wrongUse,
      `Nothing pins the packages of the app: the commit has none of ${known} in its folder or above.`,
    );
  }
  await mkdir(place.home, { recursive: true });
  for (const { install, folder } of pinned) await install({ place, folder, machine, signal });
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

/**
 * @returns standard output
 * @throws RunError TAP4051 if the program fails
 */
async function must(
  { place, folder, machine, variables, signal }: Installation,
  program: string,
  ...args: readonly string[]
): Promise<string> {
  const env = { ...machine.network, ...variables, PATH: machine.path, HOME: place.home, LANG: 'C.UTF-8', CI: 'true' };
  const { status, output, stdout } = await runProgram({ program, args, cwd: folder, env, signal, timeLimitMs });
  if (status === 0) return stdout;
  const command = [program, ...args].join(' ');
  throw new RunError(
    'TAP4051',
    exitCodes.machineLacks,
    `${command}, for the packages of the app, ended with ${status}: ${output}`,
  );
}
