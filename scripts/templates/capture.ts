import { execFile } from 'node:child_process';
import { CodedError } from '@delivery/coded-error';

/** No tool takes longer for some hundred templates on any machine that is fit to work on. */
const timeoutMs = 10 * 60_000;

/**
 * Runs a tool in a folder and reads the JSON that it prints. Its exit code says nothing here, because every copy holds a fault.
 *
 * The folder is its home, and of this process's variables it gets the PATH alone: no configuration of the user's may
 * make it see less.
 *
 * @throws CodedError TAP2052 if it can't be started or what it printed is no JSON
 */
export function captureJson(program: string, args: readonly string[], folder: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' },
        maxBuffer: 1024 ** 3,
        timeout: timeoutMs,
      },
      (error, stdout, stderr) => {
        try {
          resolve(JSON.parse(stdout));
        } catch (cause) {
          const words = stderr.trim().split('\n').slice(-5).join('\n') || error?.message || 'it printed nothing';
          reject(
            new CodedError(
              'TAP2052',
              `${program} printed no findings that can be read; \`npm run lint:templates\` installs it. Its last words:\n${words}`,
              { cause },
            ),
          );
        }
      },
    );
  });
}
