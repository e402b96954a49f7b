import { readdirSync } from 'node:fs';
import { lstat, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Emit } from '../events/events';
import { bootOf, startOf } from './process-start';

/** Name of a run's work folder before its random ending. */
export const workFolderPrefix = 'rehearsal-';
/** A folder that jobs still wrote to a moment ago may need several goes. */
const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };
/** Says in a work folder whose it is; one that is to be kept has none. */
const ownerFile = 'owner.json';
const ownerSchema = z.strictObject({ boot: z.string().min(1), pid: z.int(), start: z.string().min(1) });

/**
 * The folder of one run; everything that it writes is below it, apart from the report. What runs have left that were killed is
 * removed first, and told.
 *
 * @param keep the folder is to stay, however the run ends
 */
export async function makeWorkFolder(emit: Emit, keep = false): Promise<string> {
  for (const folder of await leftFolders()) {
    emit({ type: 'phase', text: `Removing ${folder}, which a rehearsal has left that was killed` });
    await removeWorkFolder(folder);
  }
  // Short on purpose: sockets of the database lie below it, and their paths hold 107 characters at most.
  const folder = await mkdtemp(join(tmpdir(), workFolderPrefix));
  const { pid } = process;
  const owner = { boot: bootOf(), pid, start: startOf(pid) };
  if (!keep) await writeFile(join(folder, ownerFile), JSON.stringify(owner));
  return folder;
}

export async function removeWorkFolder(folder: string): Promise<void> {
  await rm(folder, removal).catch(() => undefined);
}

/** Work folders of this user whose processes have ended for certain. What can't be known is left alone. */
async function leftFolders(): Promise<readonly string[]> {
  const names = readdirSync(tmpdir()).filter((name) => name.startsWith(workFolderPrefix));
  const left: string[] = [];
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    try {
      const stats = await lstat(folder);
      if (!stats.isDirectory() || stats.uid !== process.getuid?.()) continue;
      const owner = ownerSchema.safeParse(JSON.parse(await readFile(join(folder, ownerFile), 'utf8')));
      if (!owner.success || owner.data.boot !== bootOf()) continue;
      if (startOf(owner.data.pid) !== owner.data.start) left.push(folder);
    } catch {
      // It tells no owner, or has just gone.
    }
  }
  return left;
}
