import { createHash, randomUUID } from 'node:crypto';
import { constants, copyFileSync, linkSync, lstatSync, readlinkSync, symlinkSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** How many installations stay; one of a larger repository takes some 500 MB. */
const keptInstallations = 2;

/** Written last: what an installation consists of is older. */
const stampName = 'installed';
const treeName = 'tree';

const lockSchema = z.object({ packages: z.record(z.string(), z.unknown()).default({}) });

/**
 * Where the packages of a commit are kept from run to run: by what decides them. Scripts of packages may look at anything, so
 * they are kept only where the commit itself says that npm runs none.
 *
 * @param store folder of all installations
 * @param folder that of the lock file, in a clone
 * @returns undefined where each clone is given an installation of its own
 */
export async function keptFolder(store: string, folder: string): Promise<string | undefined> {
  const text = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  const [lock, settings] = await Promise.all([text('package-lock.json'), text('.npmrc')]);
  if (!/^\s*ignore-scripts\s*=\s*true\s*$/m.test(settings)) return undefined;
  const deciding = JSON.stringify([lock, settings, process.version, process.platform, process.arch]);
  return join(store, createHash('sha256').update(deciding).digest('hex').slice(0, 16));
}

/**
 * Gives a clone the packages that are kept. Both share their files and no folder, so what a program adds or replaces in a clone stays there.
 *
 * @returns whether it was given them: not if a program has written into a file of them since, or they are not there
 */
export async function takeModules(kept: string, folder: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(join(kept, stampName));
    await linkTree(join(kept, treeName), folder, mtimeMs);
    // What is used stays.
    const now = new Date();
    await utimes(kept, now, now);
    return true;
  } catch {
    // Whatever is left of them: npm makes both anew.
    await rm(kept, { recursive: true, force: true }).catch(() => undefined);
    return false;
  }
}

/** Keeps the packages that npm has just put into a clone, its workspaces' own among them. */
export async function keepModules(folder: string, kept: string): Promise<void> {
  const store = dirname(kept);
  const draft = join(store, `.draft-${randomUUID()}`);
  try {
    for (const modules of await moduleFolders(folder)) {
      await linkTree(join(folder, modules), join(draft, treeName, modules));
    }
    await writeFile(join(draft, stampName), '');
    await rename(draft, kept);
    await prune(store);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Every folder of packages that the lock file knows, relative to its own. */
async function moduleFolders(folder: string): Promise<readonly string[]> {
  const lock = lockSchema.parse(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')));
  const found = Object.keys(lock.packages).flatMap((path) => /^(?:.*?\/)??node_modules(?=\/)/.exec(path) ?? []);
  return [...new Set(found)];
}

/**
 * Makes a tree of the same files, without copying them where the file system can do that; symbolic links stay as they are.
 *
 * @param before milliseconds since 1970
 * @throws Error if a file has been written to after `before`
 */
async function linkTree(from: string, to: string, before = Number.POSITIVE_INFINITY): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target, before);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (lstatSync(source).mtimeMs > before) throw new Error(`${source} has been written to.`);
    else linkFile(source, target);
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system, or one without links.
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}

async function prune(store: string): Promise<void> {
  const all = await Promise.all(
    (await readdir(store)).map(async (name) => ({ name, at: (await stat(join(store, name))).mtimeMs })),
  );
  for (const { name } of all.sort((a, b) => b.at - a.at).slice(keptInstallations)) {
    await rm(join(store, name), { recursive: true, force: true });
  }
}
