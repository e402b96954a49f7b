import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runVerdict } from '../report/schema';
import { takeLock } from './report-lock';
import { exitCodes, RunError } from './run-error';

/** What a rehearsal writes into the folder. */
const ours = ['report.json', 'index.html', 'jobs', 'templates', 'tasks', 'emulator.log', 'faults'];

/** The folder of the report, held by one rehearsal at a time. */
export class OutputFolder {
  private constructor(
    readonly path: string,
    private readonly lock: string,
  ) {}

  /**
   * Takes the folder; nothing in it is touched yet.
   *
   * @throws RunError TAP4044 if another rehearsal holds it, TAP4056 if it can't be written, TAP4061 if something that is not
   * an earlier report stands in the way, or it is a repository or a file
   */
  static take(path: string): OutputFolder {
    const lock = join(path, '.rehearsal-lock');
    try {
      mkdirSync(path, { recursive: true });
      if (!isOurs(path, lock)) refuseToReplace(path);
      takeLock(lock);
    } catch (error) {
      if (error instanceof RunError) throw error;
      if (['EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
        throw new RunError(
          'TAP4061',
          exitCodes.wrongUse,
          `${path} is a file, or lies below one; the report needs a folder: choose another one with --out.`,
        );
      }
      throw new RunError(
        'TAP4056',
        exitCodes.machineLacks,
        `The report's folder ${path} can't be used: ${String(error)}`,
        {
          cause: error,
        },
      );
    }
    return new OutputFolder(path, lock);
  }

  /** Removes an earlier report, so that it can't be taken for this run's; nothing else in the folder is touched. */
  clear(): void {
    for (const name of ours) rmSync(join(this.path, name), { recursive: true, force: true });
  }

  release(): void {
    rmSync(this.lock, { force: true });
  }
}

/** Whether an earlier rehearsal has written to the folder: its report lies there, or its lock because it was killed. */
function isOurs(path: string, lock: string): boolean {
  if (existsSync(lock)) return true;
  try {
    const { version, verdict } = JSON.parse(readFileSync(join(path, 'report.json'), 'utf8')) as Record<string, unknown>;
    return typeof version === 'number' && runVerdict.safeParse(verdict).success;
  } catch {
    return false;
  }
}

function refuseToReplace(path: string): void {
  // A repository is nobody's report, whatever its files are called.
  const standing = [...ours, '.git'].filter((name) => existsSync(join(path, name)));
  if (standing.length === 0) return;
  throw new RunError(
    'TAP4061',
    exitCodes.wrongUse,
    `${path} holds ${standing.join(', ')}, which no rehearsal has written and none will replace; choose another folder with --out.`,
  );
}
