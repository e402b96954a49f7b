import { createInterface } from 'node:readline';
import { ProcessTree } from './process-tree';

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All variables: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds after which all its processes are ended. */
  readonly timeLimitMs: number;
  /** Each line of standard output and standard error. */
  readonly onLine?: (line: string) => void;
}

export interface ProgramResult {
  readonly status: number;
  readonly timedOut: boolean;
  /** Both streams, line by line as they came. */
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
}

/**
 * Runs a program to its end, and ends what it leaves behind.
 *
 * @throws the signal's reason if it is aborted; all its processes have ended by then
 */
export async function runProgram(options: Program): Promise<ProgramResult> {
  const { program, args, cwd, env, signal, timeLimitMs, onLine } = options;
  signal.throwIfAborted();
  const tree = new ProcessTree(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const answer: string[] = [];
  for (const stream of [tree.child.stdout, tree.child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (stream === tree.child.stdout) answer.push(line);
      onLine?.(line);
    });
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void tree.end();
  }, timeLimitMs);
  const abort = () => void tree.end();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const status = await tree.exited;
    await tree.closed;
    signal.throwIfAborted();
    return { status, timedOut, output: lines.join('\n'), stdout: answer.join('\n') };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
