import { spawn } from 'node:child_process';
import { CodedError } from '@delivery/coded-error';

export interface BoundedProcessOptions {
  /** All variables of the process; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Milliseconds after which the process and all its children are killed. */
  readonly limitMs: number;
  /** Ends the process when it is aborted. */
  readonly signal: AbortSignal;
  /**
   * Milliseconds that the process gets, after SIGINT, to write down what it has when the signal comes; then its end is
   * returned. @default - killed at once, and the signal's reason is thrown
   */
  readonly finishMs?: number;
  /** Takes what it writes to its standard output, as it comes. @default - collected */
  readonly onStdout?: (chunk: Buffer) => void;
}

export interface ProcessEnd {
  /** Exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  /** True if it was killed because its time was over. */
  readonly stoppedByClock: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Characters kept of each output; a program that loops may write without end. */
const outputKept = 200_000;

/**
 * Runs a program to its end, but not beyond its time. It gets a process group of its own, and the group is killed as a
 * whole: when the time is over, when the signal comes or its time to finish is over, and when this very process exits.
 *
 * @throws CodedError TAP3101 if it can't be started
 * @throws the signal's reason if it came before the start, or there is no time to finish
 */
export async function runBounded(
  file: string,
  args: readonly string[],
  options: BoundedProcessOptions,
): Promise<ProcessEnd> {
  options.signal.throwIfAborted();
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const killGroup = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of the group have ended already.
    }
  };
  let stoppedByClock = false;
  const clock = setTimeout(() => {
    stoppedByClock = true;
    killGroup();
  }, options.limitMs);
  let finish: NodeJS.Timeout | undefined;
  const end = () => {
    if (options.finishMs === undefined) return killGroup();
    child.kill('SIGINT');
    finish = setTimeout(killGroup, options.finishMs);
  };
  options.signal.addEventListener('abort', end, { once: true });
  process.once('exit', killGroup);
  if (options.onStdout) child.stdout.on('data', options.onStdout);
  const stdout = options.onStdout ? () => '' : collect(child.stdout);
  const stderr = collect(child.stderr);
  try {
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once('error', (error) =>
        reject(new CodedError('TAP3101', `${file} can't be started: ${error.message}; it belongs beside the program`)),
      );
      child.once('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
    });
    if (options.finishMs === undefined) options.signal.throwIfAborted();
    return { code, signal, stoppedByClock, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(clock);
    clearTimeout(finish);
    options.signal.removeEventListener('abort', end);
    process.removeListener('exit', killGroup);
    // A program that has ended may have left children of its own behind.
    killGroup();
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    if (text.length < outputKept) text += chunk.toString('utf8');
  });
  return () => text;
}
