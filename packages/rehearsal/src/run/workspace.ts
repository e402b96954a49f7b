import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Name of a run's work folder before its random ending. */
const workFolderPrefix = 'rehearsal-';
/** A folder that jobs still wrote to a moment ago may need several goes. */
const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };

/** The folder of one run; everything that it writes is below it, apart from the report. */
export async function makeWorkFolder(): Promise<string> {
  // Short on purpose: sockets of the database lie below it, and their paths hold 107 characters at most.
  return mkdtemp(join(tmpdir(), workFolderPrefix));
}

export async function removeWorkFolder(folder: string): Promise<void> {
  await rm(folder, removal).catch(() => undefined);
}
