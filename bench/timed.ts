import { spawn } from 'node:child_process';

/** What a command took, all its children included. */
export interface Timed {
  readonly wallSeconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** What it printed, both streams. */
  readonly output: string;
}

/**
 * Runs a command to its end and measures it.
 *
 * The shell's own `time` counts every child that was waited for, which Node does not offer.
 *
 * @throws Error with the command's last words if it fails
 */
export function timed(
  command: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Timed> {
  const measured = 'TIMEFORMAT="@@ %3R %3U %3S"; time "$@"';
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', measured, 'timed', ...command], {
      cwd: options.cwd,
      env: { ...process.env, LC_ALL: 'C', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      const [, wall, user, system] = /@@ ([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(output) ?? [];
      if (code === 0 && wall !== undefined) {
        resolve({ wallSeconds: Number(wall), cpuSeconds: Number(user) + Number(system), output });
      } else {
        reject(new Error(`${command.join(' ')} ended with ${code}:\n${output.slice(-2_000)}`));
      }
    });
  });
}
