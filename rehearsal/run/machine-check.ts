import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, RunError } from './run-error';

/**
 * Bytes that a rehearsal needs in its work folder: two installations of the project's packages (0.4 GB each), the shop's, the
 * bundle of checks, the database's files; measured 1.1 GB at its peak, and some air.
 */
export const neededBytes = 2 * 2 ** 30;

/** Bytes below which whatever went wrong is put down to the full disk. */
const fullBelowBytes = 32 * 2 ** 20;

/** Programs that set-up installs unless they are on the PATH, relative to the tools' folder. */
const tools = ['bin/k6'];
/** The same for the database, where nobody gave one. */
const databaseTools = ['bin/mariadbd', 'bin/mariadb-install-db'];
/** The emulator's own Python, which no other one can stand for: relative to the tools' folder. */
const python = 'python/bin/python';
/** Programs that have to be on the PATH. */
const programs = ['bash', 'tar'];

/**
 * Checks what set-up does not.
 *
 * @param workParent folder in which the work folder will be made
 * @param databaseUrl DATABASE_URL of the person who rehearses
 * @throws RunError TAP4047 for a missing program, TAP4048 for too little disk space
 */
export async function checkMachine(
  toolsDir: string,
  path: string,
  workParent: string,
  databaseUrl = process.env.DATABASE_URL,
): Promise<void> {
  for (const tool of [python, ...tools, ...(databaseUrl ? [] : databaseTools)]) {
    const name = tool === python ? undefined : tool.split('/').at(-1);
    if (!existsSync(join(toolsDir, tool)) && (name === undefined || !onPath(path, name))) {
      throw new RunError('TAP4047', exitCodes.machineLacks, `${tool} is missing in ${toolsDir}; run "npm run setup".`);
    }
  }
  for (const program of programs) {
    if (!onPath(path, program)) {
      throw new RunError('TAP4047', exitCodes.machineLacks, `${program} is not on the PATH; install it and try again.`);
    }
  }
  const { bavail, bsize } = await statfs(workParent);
  if (bavail * bsize < neededBytes) {
    const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
    throw new RunError(
      'TAP4048',
      exitCodes.machineLacks,
      `${workParent} has ${gigabytes(bavail * bsize)} GiB left; a rehearsal needs ${gigabytes(neededBytes)}. ` +
        'Free some space, or set TMPDIR to a folder with more.',
    );
  }
}

/** Whether a folder's disk is full, as good as. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < fullBelowBytes;
}

function onPath(path: string, program: string): boolean {
  return path.split(':').some((folder) => existsSync(join(folder, program)));
}
