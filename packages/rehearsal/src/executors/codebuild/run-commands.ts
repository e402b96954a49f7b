import { shellOf } from './image-shell';
import type { Job } from './job';
import { JobLog } from './job-log';
import type { JobVariables } from './job-variables';
import { type CommandRunner, type FailedCommand, runPhases } from './run-phases';
import { ShellSession } from './shell-session';

/** How the commands of a job ended. */
export interface EndedCommands {
  /** The first command that failed; undefined: none did. */
  readonly failed: FailedCommand | undefined;
  /** What that one printed. */
  readonly said: readonly string[];
  /** Whether the project's time limit ended them. */
  readonly timedOut: boolean;
  /** Values of the variables that the build specification exports; none of a job that failed. */
  readonly exported: Readonly<Record<string, string>>;
}

/** Runs commands in a shell, and keeps what the first that failed has printed, not what `finally` said after it. */
class WatchedShell implements CommandRunner {
  said: readonly string[] | undefined;

  constructor(
    private readonly shell: ShellSession,
    private readonly log: JobLog,
  ) {}

  async run(command: string): Promise<number> {
    this.log.nextCommand();
    const status = await this.shell.run(command);
    if (status !== 0) this.said ??= this.log.ofCommand();
    return status;
  }
}

/**
 * Carries out the phases of a job until the last one has ended, or the project's time limit has ended them. All processes of the
 * job have ended when this returns.
 *
 * @throws the signal's reason if it is aborted
 */
export async function runCommands(
  { run, project, spec, folder }: Job,
  { env, secrets }: Pick<JobVariables, 'env' | 'secrets'>,
  logFile: string,
): Promise<EndedCommands> {
  const { signal } = run;
  const log = await JobLog.open(logFile, secrets, run.say);
  const say = (line: string) => log.line(line);
  const shell = new ShellSession({
    folder: folder.source,
    shell: shellOf(spec, project.image),
    env,
    stateFolder: folder.state,
    onLine: say,
  });
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    void shell.end();
  }, project.timeoutMinutes * 60_000);
  const abort = () => void shell.end();
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    const watched = new WatchedShell(shell, log);
    const failed = await runPhases(spec, watched, say);
    const exported = failed ? {} : await shell.values(spec.exportedVariables);
    await shell.end();
    signal.throwIfAborted();
    return { failed, said: watched.said ?? [], timedOut, exported };
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', abort);
    await shell.end();
    await log.close();
  }
}
