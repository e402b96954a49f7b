import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { CodedError } from '@delivery/coded-error';
import type { Thresholds } from '../../loadtests/lib/thresholds';
import { runBounded } from './bounded-process';
import { EarlyStop } from './early-stop';
import { type K6Plan, parsePlan } from './k6-plan';
import { runFiles } from './k6-variables';
import type { LoadRun } from './load-record';
import { SampleReader } from './sample-reader';

/** One script with its variables, in the folder of one run. */
export interface K6Order {
  /** The k6 program. */
  readonly k6: string;
  /** The journey's file. */
  readonly script: string;
  /** All variables of k6. */
  readonly env: Readonly<Record<string, string>>;
  /** An empty folder. */
  readonly folder: string;
  /** What no text may show. */
  readonly secret: string | undefined;
  readonly thresholds: Thresholds;
  readonly signal: AbortSignal;
}

/** k6 reads the scripts in a fraction of a second; syntax that its parser can't take makes it loop for ever. */
const inspectLimitMs = 20_000;

/** Milliseconds for k6 to write its summary when it is told to end before its time. */
const finishMs = 5_000;

/** The tags of the samples: enough to count them by door and step, and no more, or they would be many times as long. */
const systemTags = 'scenario,name,status,error_code,check';

/** Asks k6 what it would do. */
export async function inspect(order: K6Order): Promise<K6Plan | { readonly problem: string }> {
  const { k6, script, env, folder: cwd, signal } = order;
  const args = ['inspect', '--execution-requirements', '--include-system-env-vars', script];
  const end = await runBounded(k6, args, { env, cwd, limitMs: inspectLimitMs, signal });
  const journey = script.split('/').at(-1);
  if (end.stoppedByClock) {
    return { problem: `k6 could not read ${journey} within ${inspectLimitMs / 1000} s, so its parser loops.` };
  }
  if (end.code !== 0) {
    const said = withoutSecret(end.stderr.trim().slice(0, 500), order.secret);
    return { problem: `k6 could not read ${journey} and ended with ${end.code ?? end.signal}: ${said}` };
  }
  try {
    return parsePlan(end.stdout);
  } catch (error) {
    return { problem: `k6 did not say what it would do with ${journey}: ${String(error)}` };
  }
}

/** What k6 says of itself, for example `k6 v1.1.0 (go1.24.2, linux/amd64)`; `not told` if it does not. */
export async function version({ k6, env, folder: cwd, signal }: K6Order): Promise<string> {
  const { code, stdout } = await runBounded(k6, ['version'], { env, cwd, limitMs: inspectLimitMs, signal });
  const [line = ''] = stdout.trim().split('\n');
  return code === 0 && line !== '' ? line : 'not told';
}

/** Runs k6 once and returns what is known about it, also when it was told to end before its time. */
export async function run(order: K6Order, limitSeconds: number): Promise<LoadRun> {
  const files = runFiles(order.folder);
  const early = new EarlyStop(order.thresholds);
  const stop = new AbortController();
  const reader = new SampleReader((row) => {
    early.add(row);
    if (early.reason !== undefined) stop.abort(early.reason);
  });
  const args = [
    'run',
    '--quiet',
    '--no-color',
    '--include-system-env-vars',
    // An empty address switches k6's REST interface off.
    '--address',
    '',
    '--system-tags',
    systemTags,
    // To its standard output.
    '--out',
    'csv=-',
    '--log-format',
    'json',
    '--log-output',
    `file=${files.log}`,
    order.script,
  ];
  const end = await runBounded(order.k6, args, {
    env: order.env,
    cwd: order.folder,
    limitMs: limitSeconds * 1000,
    signal: AbortSignal.any([order.signal, stop.signal]),
    finishMs,
    onStdout: (chunk) => reader.write(chunk),
  });
  await reader.end();
  return {
    end: { ...end, stderr: withoutSecret(end.stderr, order.secret) },
    toldToEnd: order.signal.aborted ? String(order.signal.reason) : undefined,
    endedEarly: early.reason,
    limitSeconds,
    samples: reader.samples,
    samplesProblem: reader.problem,
    summary: readText(files.summary),
    log: readText(files.log)
      ?.split('\n')
      .filter(Boolean)
      .map((line) => withoutSecret(line, order.secret)),
  };
}

/** An archive on the way may have dropped the permission. @throws CodedError TAP3101 */
export function makeExecutable(file: string): void {
  try {
    if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755);
  } catch (error) {
    throw new CodedError('TAP3101', `${file} can't be started: ${String(error)}; the build puts k6 beside the program`);
  }
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function withoutSecret(text: string, secret: string | undefined): string {
  return secret ? text.replaceAll(secret, '***') : text;
}
