import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { exitCodes, RunError } from '../command/run-error';
import type { Machine } from '../executors/codebuild/machine';
import { type ProgramResult, runProgram } from '../executors/process/run-program';
import type { WayOut } from '../network/network';
import { refusedFirst } from '../network/refusal';
import { passedOn } from '../network/withheld-variables';

/** Milliseconds for one call of the CDK's CLI, generous. */
const timeLimitMs = 10 * 60_000;

/**
 * The first release that takes AWS's endpoints from variables; an older one would ask AWS itself.
 * https://github.com/aws/aws-cdk/releases/tag/v2.177.0
 */
const leastVersion = [2, 177] as const;

/** Where the CDK's command line is run, and with what. */
export interface CdkPlace {
  /** A clone of the commit. */
  readonly clone: string;
  /** Folder of the app, relative to the clone. @default - its root */
  readonly app?: string;
  /** Folders of programs, joined as in PATH. @default - those of the machine */
  readonly path?: string;
  readonly machine: Machine;
  /** @default - directly */
  readonly wayOut?: WayOut;
  /** Names of the person's environment variables that it gets; a `*` at the end stands for any rest. @default - none */
  readonly passedOn?: readonly string[];
  /** Variables with their values. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  readonly home: string;
  readonly signal: AbortSignal;
}

/** The CDK's command line as the commit pins it, run in the folder of its app. */
export interface Cdk extends CdkPlace {
  /** Folder of the app, absolute. */
  readonly folder: string;
  /** The program. */
  readonly cli: string;
}

/**
 * Looks for the CDK's command line: the commit's own, else that of this package.
 *
 * @throws RunError TAP4069 if it is too old to be led to the local cloud
 */
export function cdkIn(place: CdkPlace): Cdk {
  const folder = join(place.clone, place.app ?? '');
  const cli = ownCli(place.clone, folder) ?? require.resolve('aws-cdk/bin/cdk');
  const version = versionOf(join(dirname(dirname(cli)), 'package.json'));
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = leastVersion;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return { ...place, folder, cli };
  throw new RunError(
    'TAP4069',
    exitCodes.wrongUse,
    `The commit pins aws-cdk ${version}, whose command line does not know AWS_ENDPOINT_URL and would ask AWS itself; ` +
      `${leastVersion.join('.')} or newer can be rehearsed. It was not run.`,
  );
}

/** By this name it asks for what is not on this machine. */
const caller = 'cdk';

/** Runs it with none of the person's variables but those that are passed on. */
export async function runCdk(
  cdk: Cdk,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  const { cli, folder, machine, path = machine.path, wayOut, home, signal } = cdk;
  return runProgram({
    program: process.execPath,
    args: [cli, ...args, '--no-notices', '--no-color'],
    cwd: folder,
    env: {
      ...machine.network,
      ...passedOn(cdk.passedOn ?? []),
      ...cdk.variables,
      PATH: path,
      HOME: home,
      LANG: 'C.UTF-8',
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_NOTICES: 'false',
      ...env,
      ...(await wayOut?.variables(caller)),
    },
    signal,
    timeLimitMs,
  });
}

/** Why it failed, with what was refused to it before that. */
export function whyCdkFailed({ wayOut }: Cdk, reason: string): string {
  return refusedFirst(wayOut?.refusedTo(caller) ?? [], reason);
}

/** The command line among the packages of the app, or of a folder above it in the clone. */
function ownCli(clone: string, app: string): string | undefined {
  for (let folder = app; ; folder = dirname(folder)) {
    const cli = join(folder, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    if (existsSync(cli)) return cli;
    if (folder === clone || folder === dirname(folder)) return undefined;
  }
}

function versionOf(file: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
