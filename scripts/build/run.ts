import { spawn } from 'node:child_process';
import { CodedError } from '@delivery/coded-error';

export interface RunOptions {
  readonly cwd?: string;
  /** @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** What the program reads; the only way to hand it a secret, because others can list its arguments. */
  readonly input?: string;
}

/**
 * Runs a program to its end, its output going where this process's goes.
 *
 * @throws CodedError TAP2031 if it can't be started, is ended by a signal, or ends with another code than 0
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'inherit', 'inherit'],
    });
    const fail = (how: string) => reject(new CodedError('TAP2031', `${command} ${args.join(' ')}: ${how}`));
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
      else fail(signal ? `ended by ${signal}` : `ended with ${code}`);
    });
    // A program that ends without reading closes the pipe; its exit code says what happened.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  });
}
