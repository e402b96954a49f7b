import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';

/** Bytes below which whatever went wrong is put down to the full disk. */
const fullBelowBytes = 32 * 2 ** 20;

/** Programs of a database server, where a stack asks for one and nobody gave any. */
const databasePrograms = ['mariadbd', 'mariadb-install-db'];
/** The emulator's own Python, which no other one can stand for: relative to the tools' folder. */
const python = 'python/bin/python';
/** Programs that have to be on the PATH. */
const programs = ['bash', 'tar', 'python3'];

export interface MachineCheck {
  /** Folder of the tools that set-up installed. */
  readonly toolsDir: string;
  /** Folders of programs, joined as in PATH. */
  readonly path: string;
  /** Where the work folder will be made. */
  readonly workParent: string;
  /** Bytes that must be free there. */
  readonly neededBytes: number;
}

/**
 * Checks what every rehearsal needs and set-up does not.
 *
 * @throws RunError TAP4047 for a missing program, TAP4048 for too little disk space
 */
export async function checkMachine(wanted: MachineCheck): Promise<void> {
  const { toolsDir, path, workParent, neededBytes } = wanted;
  if (!existsSync(join(toolsDir, python))) throw missing(`${python} is missing in ${toolsDir};`);
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

/**
 * Looks for programs that set-up installs unless they are on the PATH.
 *
 * @throws RunError TAP4047 for a missing one
 */
export function checkTools(
  { toolsDir, path }: Pick<MachineCheck, 'toolsDir' | 'path'>,
  programs: readonly string[],
): void {
  for (const program of programs) {
    if (!existsSync(join(toolsDir, 'bin', program)) && !onPath(path, program))
      throw missing(`${program} is missing on the PATH and in ${join(toolsDir, 'bin')}; install it, or`);
  }
}

/**
 * Looks for the programs of a database server.
 *
 * @param databaseUrl DATABASE_URL of the person who rehearses, whose server is taken instead
 * @throws RunError TAP4047 for a missing one
 */
export function checkDatabase(where: Pick<MachineCheck, 'toolsDir' | 'path'>, databaseUrl: string | undefined): void {
  if (!databaseUrl) checkTools(where, databasePrograms);
}

function missing(what: string): RunError {
  return new RunError('TAP4047', exitCodes.machineLacks, `${what} run "npm run setup" where the rehearsal is called.`);
}

/** Whether a folder's disk is full, as good as. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < fullBelowBytes;
}

function onPath(path: string, program: string): boolean {
  return path.split(':').some((folder) => existsSync(join(folder, program)));
}
