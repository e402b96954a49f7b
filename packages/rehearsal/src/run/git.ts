import { exitCodes, RunError } from '../command/run-error';
import { runGit } from '../executors/process/run-git';
import type { ProgramResult } from '../executors/process/run-program';

/** Asks git about one folder, or has it do something there. */
export class Git {
  constructor(
    readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns its answer, or undefined if it ended with something other than 0 */
  async ask(...args: readonly string[]): Promise<string | undefined> {
    const { status, stdout } = await this.attempt(...args);
    return status === 0 ? stdout : undefined;
  }

  /** @throws RunError TAP4054, with git's own words, if it ends with something other than 0 */
  async do(...args: readonly string[]): Promise<string> {
    const { status, stdout, output } = await this.attempt(...args);
    if (status === 0) return stdout;
    throw new RunError('TAP4054', exitCodes.broken, `git ${args[0]} in ${this.folder} ended with ${status}: ${output}`);
  }

  /** What came of it, with git's own words, however it ended. */
  attempt(...args: readonly string[]): Promise<ProgramResult> {
    return runGit({ folder: this.folder, args, signal: this.signal });
  }
}
