import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { promisify } from 'node:util';

/** Milliseconds that a program of this machine may take to say its settings. */
const answerMs = 20_000;

/**
 * What a program of this machine prints, called as its user would.
 *
 * @throws Error if there is no such program, or it fails
 */
export async function askProgram(variables: NodeJS.ProcessEnv, program: string, ...args: readonly string[]) {
  const { stdout } = await promisify(execFile)(program, args, {
    env: { ...variables, PATH: systemPath(variables) },
    timeout: answerMs,
    maxBuffer: 4 << 20,
  });
  return stdout;
}

/** The user's PATH without what npm adds to it for its scripts: a job must not find the tools of the user's own tree. */
export function systemPath(variables: NodeJS.ProcessEnv): string {
  const inherited = (variables.PATH ?? '/usr/bin:/bin').split(delimiter);
  const folders = inherited.filter((folder) => folder !== '' && !/node_modules|node-gyp-bin/.test(folder));
  return [...new Set([dirname(process.execPath), ...folders])].join(delimiter);
}
