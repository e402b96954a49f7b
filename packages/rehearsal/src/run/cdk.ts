import { join } from 'node:path';
import type { Machine } from '../executors/codebuild/machine';
import { type ProgramResult, runProgram } from '../executors/process/run-program';

/** Milliseconds for one call of the CDK's CLI, generous. */
const timeLimitMs = 10 * 60_000;

/** The CDK's command line as the commit pins it, run in a clone of the commit. */
export interface Cdk {
  readonly clone: string;
  readonly machine: Machine;
  /** Names of the person's environment variables that it gets; a `*` at the end stands for any rest. */
  readonly variables: readonly string[];
  readonly home: string;
  readonly signal: AbortSignal;
}

/** Runs it with nothing of the person's environment but the variables that are passed on. */
export function runCdk(
  cdk: Cdk,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  const { clone, machine, variables, home, signal } = cdk;
  return runProgram({
    program: process.execPath,
    args: [join(clone, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices', '--no-color'],
    cwd: clone,
    env: {
      ...machine.network,
      ...passedOn(variables, process.env),
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

function passedOn(names: readonly string[], environment: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = (variable: string) =>
    names.some((name) => (name.endsWith('*') ? variable.startsWith(name.slice(0, -1)) : variable === name));
  const found: Record<string, string> = {};
  for (const [variable, value] of Object.entries(environment)) {
    if (value !== undefined && wanted(variable)) found[variable] = value;
  }
  return found;
}
