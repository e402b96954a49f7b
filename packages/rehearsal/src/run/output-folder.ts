import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { exitCodes, RunError } from '../command/run-error';
import { runVerdict } from '../report/schema';
import { takeLock } from './report-lock';

/** What a rehearsal writes into the folder. */
const ours = ['report.json', 'index.html', 'jobs', 'templates', 'tasks', 'emulator.log', 'faults'];

/** The folder of the report, held by one rehearsal at a time. */
export class OutputFolder {
  private constructor(
    readonly path: string,
    private readonly lock: string,
    private readonly isNew: boolean,
  ) {}

  /**
   * Takes the folder; nothing in it is touched yet.
   *
   * @throws RunError TAP4044 if another rehearsal holds it, TAP4056 if it can't be written, TAP4061 if it is neither empty nor
   * the folder of an earlier report, or lies in a repository's own folder, or is a file
   */
  static take(path: string): OutputFolder {
    const lock = join(path, '.rehearsal-lock');
    try {
      // Nothing below `.git` is anybody's report, and git would not say what has come there.
      if (resolve(path).split(sep).includes('.git')) refuse(path, 'lies in the folder of a repository itself');
      const isNew = mkdirSync(path, { recursive: true }) !== undefined;
      refuseToReplace(path, lock);
      takeLock(lock);
      return new OutputFolder(path, lock, isNew);
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
  }

  /** Removes an earlier report, so that it can't be taken for this run's; nothing else in the folder is touched. */
  clear(): void {
    for (const name of ours) rmSync(join(this.path, name), { recursive: true, force: true });
  }

  release(): void {
    rmSync(this.lock, { force: true });
    // A run that was refused has written nothing.
    if (this.isNew && readdirSync(this.path).length === 0) rmdirSync(this.path);
  }
}

/** Only an empty folder becomes the report's, or one that was: a killed rehearsal leaves its lock, any other its report. */
function refuseToReplace(path: string, lock: string): void {
  const standing = readdirSync(path).filter((name) => !name.startsWith('.rehearsal-lock'));
  if (standing.includes('.git')) refuse(path, 'is a repository');
  if (standing.length === 0 || holdsReport(path)) return;
  const foreign = existsSync(lock) ? standing.filter((name) => !isLeftBehind(path, name, lock)) : standing;
  if (foreign.length > 0) refuse(path, `holds ${foreign.slice(0, 5).join(', ')}, which no rehearsal has written`);
}

function holdsReport(path: string): boolean {
  try {
    const { version, verdict } = JSON.parse(readFileSync(join(path, 'report.json'), 'utf8')) as Record<string, unknown>;
    return typeof version === 'number' && runVerdict.safeParse(verdict).success;
  } catch {
    return false;
  }
}

/** Whether the rehearsal whose lock is still there may have written this: it has one of its names, and is no older. */
function isLeftBehind(path: string, name: string, lock: string): boolean {
  return ours.includes(name) && statSync(join(path, name)).mtimeMs >= statSync(lock).mtimeMs;
}

function refuse(path: string, what: string): never {
  throw new RunError(
    'TAP4061',
    exitCodes.wrongUse,
    `${path} ${what}, and nothing there will be replaced; choose another folder with --out.`,
  );
}
