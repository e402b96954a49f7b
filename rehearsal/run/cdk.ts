import { join } from 'node:path';
import type { Machine } from '../executors/codebuild/machine';
import { type ProgramResult, runProgram } from '../executors/process/run-program';

/** Milliseconds for one call of the CDK's CLI, generous. */
const timeLimitMs = 10 * 60_000;

/** The CDK's command line as the commit pins it, run in a clone of the commit. */
export interface Cdk {
  readonly clone: string;
  readonly machine: Machine;
  readonly home: string;
  readonly signal: AbortSignal;
}

/** Runs it with nothing of the user's environment but the overrides of the configuration (`TAP_...`). */
export function runCdk(
  cdk: Cdk,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  const { clone, machine, home, signal } = cdk;
  return runProgram({
    program: process.execPath,
    args: [join(clone, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices', '--no-color'],
    cwd: clone,
    env: {
      ...machine.network,
      ...overrides(process.env),
      PATH: machine.path,
      HOME: home,
      LANG: 'C.UTF-8',
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      ...env,
    },
    signal,
    timeLimitMs,
  });
}

function overrides(environment: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith('TAP_') && value !== undefined) found[name] = value;
  }
  return found;
}
