import { spawn } from 'node:child_process';
import { CodedError } from '@delivery/coded-error';

export interface RunOptions {
  readonly cwd?: string;
  /** @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** What the program reads; the only way to hand it a secret, because others can list its arguments. */
  readonly input?: string;
}

/** Exit code of everything that an interrupt ended. */
const interruptedExitCode = 130;

/** TAP2031: a program that did not end well. */
export class ProgramError extends CodedError {
  /** @param interrupted Ctrl-C ended it: it may know before this process does */
  constructor(
    message: string,
    readonly interrupted: boolean,
  ) {
    super('TAP2031', message);
  }
}

/**
 * Runs a program to its end, its output going where this process's goes.
 *
 * @throws ProgramError if it can't be started, is ended by a signal, or ends with another code than 0
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'inherit', 'inherit'],
    });
    const fail = (how: string, interrupted = false) =>
      reject(new ProgramError(`${command} ${args.join(' ')}: ${how}`, interrupted));
    // Whoever ends this process alone means the program too.
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    const stopForwarding = () => {
      process.off('SIGTERM', forward);
      process.off('SIGINT', forward);
    };
    process.on('SIGTERM', forward);
    process.on('SIGINT', forward);
    child.on('error', (error) => {
      stopForwarding();
      fail(error.message);
    });
    child.on('close', (code, signal) => {
      stopForwarding();
      if (code === 0) resolve();
      else
        fail(signal ? `ended by ${signal}` : `ended with ${code}`, signal === 'SIGINT' || code === interruptedExitCode);
    });
    // A program that ends without reading closes the pipe; its exit code says what happened.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  });
}
