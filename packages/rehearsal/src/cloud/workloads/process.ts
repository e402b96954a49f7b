import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import type { ProcessGuard } from './process-guard';

export interface ProcessOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  /** All variables; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Standard output and error are appended to it. */
  readonly logFile: string;
  readonly guard: ProcessGuard;
  /** Gets each line of standard output. */
  readonly onLine?: (line: string) => void;
}

export interface RunningProcess {
  /** Id of the process and of its group; 0 if it could not be started. */
  readonly pid: number;
  /** How it ended, as text for a person: `exit code 1`, `signal SIGKILL`, `could not be started: ...`. */
  readonly ended: Promise<ProcessEnd>;
  /** SIGTERM to the group, SIGKILL after so many real milliseconds; fulfilled when it has ended. */
  stop(graceMs: number): Promise<void>;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly text: string;
}

/** Starts a command in a process group of its own. Never throws: what can't be started has ended. */
export function startProcess(options: ProcessOptions): RunningProcess {
  const [program = '', ...args] = options.command;
  const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
  // A full disk must not end the rehearsal by an unheard error event; the task lives on without its log.
  log.on('error', () => undefined);
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: options.cwd,
    env: { ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = child.pid;
  if (group !== undefined) options.guard.add(group);
  child.stdout.on('data', lineSplitter(options.onLine));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });

  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('error', (error) => resolve({ code: 127, text: `could not be started: ${error.message}` }));
    child.once('exit', (code, signal) =>
      resolve({ code, text: signal === null ? `exit code ${code}` : `signal ${signal}` }),
    );
  });
  void ended.then(() => {
    if (group !== undefined) {
      // What the process started in its group and left behind.
      signalGroup(group, 'SIGKILL');
      options.guard.remove(group);
    }
  });
  // Output may still come after the exit; of a task that crashed it is what matters.
  child.once('close', () => log.end());

  return {
    pid: group ?? 0,
    ended,
    async stop(graceMs) {
      if (group === undefined) return;
      signalGroup(group, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(group, 'SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // The group has ended already.
  }
}

// Longer lines are no metrics; keeping them would let a task fill the rehearsal's memory.
const longestLine = 256 * 1024;

function lineSplitter(onLine: ((line: string) => void) | undefined): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    if (!onLine) return;
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) rest = '';
    for (const line of lines) onLine(line);
  };
}
