import { createHash, randomUUID } from 'node:crypto';
import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Surroundings } from './surroundings';
import { traceOf } from './tree-trace';

/** How many installations stay, and how many of them in one place of one repository; one takes up to 500 MB. */
const keptInAll = 6;
const keptOfOnePlace = 2;

/** Written last: an installation without it is not whole. */
const stampName = 'installed';
const treeName = 'tree';

const stampSchema = z.object({ from: z.string(), trace: z.string() });

/** Where installations are kept from run to run, and for whom. */
export interface Keeping {
  /** Folder of all of them, of every repository. */
  readonly store: string;
  /** Real path of the repository, or of what its copies share. No other one is given what its programs could reach. */
  readonly repository: string;
  /** Variables that package managers are told, the same for every run: not those of the way out. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * @param foreign root of the repository that the run was told of, or the folder in it that is taken for one; undefined: the rehearsal's
 * own, whose copies share its tools, and so what is installed for them
 * @returns undefined if nothing is kept
 */
export function keepingFor(
  { installationsFolder: store, toolsDir }: Pick<Surroundings, 'installationsFolder' | 'toolsDir'>,
  foreign: string | undefined,
  variables: Readonly<Record<string, string>>,
): Keeping | undefined {
  return store === undefined ? undefined : { store, repository: realpathSync(foreign ?? toolsDir), variables };
}

/**
 * What a package manager installed in an earlier run of the same repository, found by everything that decides it.
 *
 * Store and clones share their files and no folder: what a program replaces or adds in a clone stays there, and what it writes into a file
 * is seen by the file's trace. It is no wall: a program that runs as the person can change the store by its path, as it can change the
 * rehearsal itself, and put a file's time back.
 */
export class KeptInstallation {
  private readonly folder: string;

  /**
   * @param place what is installed where in the repository, for example `npm` and a folder of it
   * @param decidedBy all that decides what is installed
   */
  constructor(
    private readonly keeping: Pick<Keeping, 'store' | 'repository'>,
    place: readonly string[],
    decidedBy: readonly unknown[],
  ) {
    this.folder = join(keeping.store, [[keeping.repository, ...place], decidedBy].map(shortHash).join('-'));
  }

  /**
   * Puts it into a folder.
   *
   * @returns the folder in which it was installed once; undefined if there is none, or a file of it has been written to since
   */
  async take(into: string): Promise<string | undefined> {
    try {
      const tree = join(this.folder, treeName);
      const { from, trace } = stampSchema.parse(JSON.parse(await readFile(join(this.folder, stampName), 'utf8')));
      if ((await traceOf(tree)) !== trace) throw new Error(`${tree} has been written to.`);
      await linkTree(tree, into);
      // What is used stays.
      const now = new Date();
      await utimes(this.folder, now, now);
      return from;
    } catch {
      await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
      return undefined;
    }
  }

  /**
   * Keeps what has just been installed. What can't be kept, on a full disk for example, is installed again by the next run.
   *
   * @param from folder in which it was
   * @param parts folders in it that are kept, relative to it
   */
  async keep(from: string, ...parts: readonly string[]): Promise<void> {
    const { store } = this.keeping;
    const draft = join(store, `.draft-${randomUUID()}`);
    const tree = join(draft, treeName);
    try {
      for (const part of parts) await linkTree(join(from, part), join(tree, part));
      await writeFile(join(draft, stampName), JSON.stringify({ from, trace: await traceOf(tree) }));
      await rename(draft, this.folder);
      await prune(store);
    } catch {
      // The next run installs.
    } finally {
      await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

function shortHash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** Makes a tree of the same files, without copying them where the file system can do that; symbolic links stay as they are. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system, or one without links.
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
    const { atime, mtime } = lstatSync(source);
    // Python compiles a file anew whose time is not the one that its compiled form names.
    utimesSync(target, atime, mtime);
  }
}

/** Removes all but those that were used last. */
async function prune(store: string): Promise<void> {
  const all = await Promise.all(
    (await readdir(store)).map(async (name) => ({ name, at: (await stat(join(store, name))).mtimeMs })),
  );
  const inPlace = new Map<string, number>();
  let staying = 0;
  for (const { name } of all.sort((a, b) => b.at - a.at)) {
    const [place = ''] = name.split('-');
    const newer = inPlace.get(place) ?? 0;
    inPlace.set(place, newer + 1);
    if (newer < keptOfOnePlace && staying < keptInAll) staying += 1;
    else await rm(join(store, name), { recursive: true, force: true });
  }
}
