import { spawn } from 'node:child_process';
import { CodedError } from '@delivery/coded-error';

/** How a program ended, and what it said. */
export interface Attempt {
  /** 137 where a signal ended it. */
  readonly code: number;
  /** Standard output, without blanks at its ends. */
  readonly output: string;
  /** Standard error and output in the order of their arrival, without blanks at their ends. */
  readonly said: string;
}

export interface AttemptOptions {
  readonly cwd?: string;
  /** @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which it is killed. @default - none */
  readonly limitMs?: number;
}

/** What a shell says of a program that SIGKILL ended. */
const killed = 128 + 9;

/**
 * Runs a program to its end and gives what came of it, whatever its exit code.
 *
 * @throws CodedError TAP2031 if it can't be started
 */
export function attempt(
  command: string,
  args: readonly string[],
  { cwd, env, limitMs }: AttemptOptions = {},
): Promise<Attempt> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = limitMs === undefined ? undefined : setTimeout(kill, limitMs);
    function kill() {
      child.kill('SIGKILL');
      // What it has started may hold them open.
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    }
    let output = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new CodedError('TAP2031', `${command} ${args.join(' ')}: ${error.message}`));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? killed, output: output.trim(), said: said.trim() });
    });
  });
}
