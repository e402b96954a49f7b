import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type Keeping, KeptInstallation } from './kept-installation';
import { traceOf } from './tree-trace';

/** The longest path that the first line of a program can start Python by, with what is around it: execve(2) reads 127 bytes on older kernels. */
const longestEnvironment = 127 - '#!/bin/python3.00\n'.length;

/**
 * A line of requirements that names a release, or several, of the index: no file, no address and no folder, whose contents another day
 * may change, and no option but the index.
 */
const ofIndex =
  /^(?:(?:-i|--(?:extra-)?index-url)[ =]\S+|[\w.-]+(?:\[[^\]]*\])?\s*(?:===?|[<>!~]=|[<>])[^@/\\]+|[\w-]+(?:\[[^\]]*\])?\s*(?:;[^@/\\]+)?)$/;

/** Where the packages of an app in Python are wanted. */
export interface EnvironmentPlace {
  /** Folder of the virtual environment, in the home. */
  readonly environment: string;
  /** File that names the packages, in the clone. */
  readonly requirements: string;
  readonly clone: string;
  readonly home: string;
  /** @default - each clone is given an installation of its own */
  readonly keeping?: Keeping | undefined;
}

/**
 * Runs a program in the folder of the requirements.
 *
 * @returns its standard output
 * @throws RunError TAP4051 if it fails
 */
export type RunInstaller = (program: string, ...args: readonly string[]) => Promise<string>;

/**
 * Gives a clone a virtual environment with the packages that its requirements name. It is kept for later runs of the repository on the
 * same day: what the packages need in turn is mostly not pinned, and of another release tomorrow. It is not kept if anything else changed in
 * clone or home, as the build of a package may have it.
 */
export async function provideEnvironment(place: EnvironmentPlace, run: RunInstaller): Promise<'kept' | 'installed'> {
  const { environment, requirements } = place;
  const kept = await keptEnvironment(place, run);
  const from = await kept?.take(environment);
  if (from !== undefined) {
    await relocate(environment, from);
    return 'kept';
  }
  await rm(environment, { recursive: true, force: true });
  await mkdir(dirname(environment), { recursive: true });
  const before = await aroundOf(place);
  await run('python3', '-m', 'venv', environment);
  await run(join(environment, 'bin', 'pip'), 'install', '--quiet', '-r', requirements);
  if (kept !== undefined && (await aroundOf(place)) === before) await kept.keep(environment, '');
  return 'installed';
}

async function keptEnvironment(
  { environment, requirements, clone, keeping }: EnvironmentPlace,
  run: RunInstaller,
): Promise<KeptInstallation | undefined> {
  if (keeping === undefined || /\s/.test(environment) || environment.length > longestEnvironment) return undefined;
  const text = await readFile(requirements, 'utf8');
  if (!isOfIndex(text)) return undefined;
  const python = await run('python3', '-c', 'import sys; print(sys.version, sys.executable, sys.base_prefix)');
  const today = new Date().toISOString().slice(0, 10);
  return new KeptInstallation(
    keeping,
    ['python', relative(clone, requirements)],
    [text, python, keeping.variables, process.platform, process.arch, today],
  );
}

/** Whether requirements are wholly of the index. */
function isOfIndex(text: string): boolean {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  return lines.map((line) => line.replace(/(^|\s)#.*$/, '').trim()).every((line) => line === '' || ofIndex.test(line));
}

/** A trace of everything that the installation is not to change. */
async function aroundOf({ environment, clone, home }: EnvironmentPlace): Promise<string> {
  // pip asks rustc for its version, to tell the index of it, and rustup then makes itself settings.
  const traces = await Promise.all([traceOf(clone), traceOf(home, environment, join(home, '.rustup'))]);
  return traces.join();
}

/** Has an environment say of itself that it lies where it does: its programs name their Python by its path. */
async function relocate(environment: string, from: string): Promise<void> {
  const programs = (await readdir(join(environment, 'bin'), { withFileTypes: true })).filter((entry) => entry.isFile());
  const [before, now] = [from, environment].map((path) => Buffer.from(path).toString('latin1')) as [string, string];
  for (const name of ['pyvenv.cfg', ...programs.map((entry) => join('bin', entry.name))]) {
    const file = join(environment, name);
    const text = await readFile(file, 'latin1');
    if (!text.includes(before)) continue;
    const { mode } = await stat(file);
    // The file that is kept is the same one.
    await rm(file);
    await writeFile(file, text.replaceAll(before, now), { encoding: 'latin1', mode });
  }
}
