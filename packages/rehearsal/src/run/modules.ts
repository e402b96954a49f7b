import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, realpath, symlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import type { Machine } from '../executors/codebuild/machine';
import { runProgram } from '../executors/process/run-program';

/** Milliseconds for `npm ci`, generous. */
const timeLimitMs = 15 * 60_000;

/**
 * Gives a clone its packages: those of the user's own tree, by links, where both lock files say the same, else its own by
 * `npm ci`. A workspace is the clone's own in any case: what the user has not committed does not take part.
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
    await linkModules(root, clone);
    // A repository need not ignore what is made here: a commit made in the clone would take it in.
    await exclude(clone, 'node_modules');
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

/** Takes a name out of what git looks at in the clone that a folder lies in. */
async function exclude(folder: string, name: string): Promise<void> {
  const above = dirname(folder);
  if (!existsSync(join(folder, '.git'))) return above === folder ? undefined : exclude(above, name);
  await mkdir(join(folder, '.git', 'info'), { recursive: true });
  await appendFile(join(folder, '.git', 'info', 'exclude'), `\n${name}\n`);
}

/** Links every package of the user's tree into the clone; one that leads into the tree itself is a workspace, and led to the clone's. */
async function linkModules(root: string, clone: string): Promise<void> {
  const modules = join(root, 'node_modules');
  const realRoot = await realpath(root);
  for (const { name, path } of await packagesIn(modules)) {
    const workspace = await workspaceOf(path, realRoot);
    const link = join(clone, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    if (workspace === undefined) {
      await symlink(path, link);
      continue;
    }
    await symlink(join(clone, workspace), link);
    // What npm could not put at the top: other versions than those that the rest of the repository takes.
    const [below, own] = [join(root, workspace, 'node_modules'), join(clone, workspace, 'node_modules')];
    if (existsSync(below) && existsSync(dirname(own)) && !existsSync(own)) await symlink(below, own);
  }
}

/** Everything that lies in a `node_modules`, by name; the packages of a scope one by one. */
async function packagesIn(modules: string): Promise<readonly { readonly name: string; readonly path: string }[]> {
  const names = await readdir(modules);
  const all = await Promise.all(
    names.map(async (name) =>
      name.startsWith('@') ? (await readdir(join(modules, name))).map((one) => join(name, one)) : [name],
    ),
  );
  return all.flat().map((name) => ({ name, path: join(modules, name) }));
}

/** Folder of a workspace, relative to the repository; undefined for any other package. */
async function workspaceOf(path: string, root: string): Promise<string | undefined> {
  const real = await realpath(path).catch(() => path);
  const below = relative(root, real);
  const inside = below !== '' && !below.startsWith('..');
  return inside && !below.split(sep).includes('node_modules') ? below : undefined;
}
