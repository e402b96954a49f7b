import { runProgram } from '../executors/process/run-program';
import { exitCodes, RunError } from './run-error';

/** Milliseconds for one git command, generous. */
const timeLimitMs = 120_000;

/** Variables by which a hook or an outer git would lead ours to another repository. */
const misleading = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_OBJECT_DIRECTORY']);

/** Runs git with the user's own settings (who may read what is up to them) in a folder. */
export class Git {
  constructor(
    readonly folder: string,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns what it printed, or undefined if it ended with something other than 0 */
  async ask(...args: readonly string[]): Promise<string | undefined> {
    const { status, output } = await this.run(args);
    return status === 0 ? output : undefined;
  }

  /** @throws RunError TAP4054 if it ends with something other than 0 */
  async do(...args: readonly string[]): Promise<string> {
    const { status, output } = await this.run(args);
    if (status === 0) return output;
    throw new RunError('TAP4054', exitCodes.broken, `git ${args[0]} in ${this.folder} ended with ${status}: ${output}`);
  }

  private run(args: readonly string[]) {
    const env: Record<string, string> = { GIT_TERMINAL_PROMPT: '0' };
    for (const [name, value] of Object.entries(process.env)) {
      if (value !== undefined && !misleading.has(name)) env[name] = value;
    }
    return runProgram({ program: 'git', args, cwd: this.folder, env, signal: this.signal, timeLimitMs });
  }
}
