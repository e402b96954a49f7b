import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';

/**
 * Takes the lock of a report's folder, in one step of the file system: of two rehearsals that start at once one alone has it.
 * The lock of a dead process is nobody's.
 *
 * @throws RunError TAP4044 if a living rehearsal holds it
 */
export function takeLock(lock: string): void {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    while (!linked(own, lock)) {
      const text = textOf(lock);
      if (text === undefined) continue;
      if (isAlive(Number(text))) {
        throw new RunError(
          'TAP4044',
          exitCodes.wrongUse,
          `Another rehearsal (process ${text}) writes its report to ${dirname(lock)}; wait for it, or choose another folder with --out.`,
        );
      }
      discard(lock, text, `${own}.stale`);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function linked(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Its holder has just released it.
    return undefined;
  }
}

/** Moves a dead process's lock away; what turns out to be another's, taken in between, is put back. */
function discard(lock: string, dead: string, moved: string): void {
  try {
    renameSync(lock, moved);
    if (readFileSync(moved, 'utf8') !== dead) linked(moved, lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
