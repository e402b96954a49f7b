import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { profileSeconds, shorten } from '../../loadtests/lib/shorten';
import { runBounded } from './bounded-process';
import { type K6Plan, parsePlan } from './k6-plan';
import { k6Variables, type LoadSettings, runFiles } from './k6-variables';
import type { LoadRecord } from './load-record';
import { readProfile } from './read-profile';

/** One load test, wherever it is started: by the gate or from a laptop. */
export interface LoadTest extends Omit<LoadSettings, 'runId' | 'folder'> {
  /** The k6 program. */
  readonly k6: string;
  /** Folder with `journeys`, `profiles` and `lib`. */
  readonly loadtests: string;
  readonly journey: string;
  /** Where k6's HTML report goes. */
  readonly reportFile: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  say(line: string): void;
  readonly signal: AbortSignal;
}

/** k6 reads the scripts in a fraction of a second; syntax that its parser can't take makes it loop for ever. */
const inspectLimitMs = 20_000;

/** Seconds beyond k6's own longest time: preparation before the load, start and end of the process, writing the report. */
const extraSeconds = 90;

const progressEveryMs = 5_000;

/**
 * Runs k6 once, in an empty folder and with clean variables, and returns what is known about it. The folder is removed.
 *
 * @throws CodedError TAP3101 if k6 can't be started, TAP3102 for an unknown journey, TAP3103 for a profile that can't be read
 */
export async function runLoad(test: LoadTest): Promise<LoadRecord> {
  const written = readProfile(test.loadtests, test.profile);
  const script = join(test.loadtests, 'journeys', `${test.journey}.ts`);
  if (!/^[\w-]+$/.test(test.journey) || !existsSync(script)) {
    throw new CodedError('TAP3102', `there is no journey "${test.journey}" in ${join(test.loadtests, 'journeys')}`);
  }
  makeExecutable(test.k6);
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  try {
    const settings: LoadSettings = { ...test, runId: randomUUID(), folder };
    const env = k6Variables(settings, test.variables);
    const plan = await inspect(test, script, env, folder);
    const startedAt = new Date();
    const limitSeconds = 'problem' in plan ? 0 : plan.totalSeconds + extraSeconds;
    const end = 'problem' in plan ? undefined : await run(test, script, env, folder, limitSeconds, plan);
    const files = runFiles(folder);
    const reportBytes = existsSync(files.report) ? statSync(files.report).size : 0;
    if (reportBytes > 0) {
      mkdirSync(dirname(test.reportFile), { recursive: true });
      copyFileSync(files.report, test.reportFile);
    }
    return {
      runId: settings.runId,
      profile: shorten(written, test.loadSeconds),
      writtenSeconds: profileSeconds(written),
      thresholds: test.thresholds,
      plan,
      end: end && { ...end, stderr: withoutSecret(end.stderr, test.apiKey) },
      limitSeconds,
      summary: readText(files.summary),
      log: readText(files.log)
        ?.split('\n')
        .filter(Boolean)
        .map((line) => withoutSecret(line, test.apiKey)),
      reportBytes,
      machine: `${hostname()}, ${availableParallelism()} processors`,
      startedAt,
      endedAt: new Date(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inspect(
  test: LoadTest,
  script: string,
  env: Record<string, string>,
  cwd: string,
): Promise<K6Plan | { problem: string }> {
  const args = ['inspect', '--execution-requirements', '--include-system-env-vars', script];
  const end = await runBounded(test.k6, args, { env, cwd, limitMs: inspectLimitMs, signal: test.signal });
  if (end.stoppedByClock) {
    return {
      problem: `k6 could not read ${test.journey}.ts within ${inspectLimitMs / 1000} s, so its parser loops.`,
    };
  }
  if (end.code !== 0) {
    const said = withoutSecret(end.stderr.trim().slice(0, 500), test.apiKey);
    return { problem: `k6 could not read ${test.journey}.ts and ended with ${end.code ?? end.signal}: ${said}` };
  }
  try {
    return parsePlan(end.stdout);
  } catch (error) {
    return { problem: `k6 did not say what it would do with ${test.journey}.ts: ${String(error)}` };
  }
}

async function run(
  test: LoadTest,
  script: string,
  env: Record<string, string>,
  cwd: string,
  limitSeconds: number,
  plan: K6Plan,
): ReturnType<typeof runBounded> {
  const begin = performance.now();
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - begin) / 1000);
    test.say(`  ${seconds} s of load (${plan.totalSeconds} s at most)`);
  }, progressEveryMs);
  const args = [
    'run',
    '--quiet',
    '--no-color',
    '--include-system-env-vars',
    // An empty address switches k6's REST interface off.
    '--address',
    '',
    '--log-format',
    'json',
    '--log-output',
    `file=${runFiles(cwd).log}`,
    script,
  ];
  try {
    return await runBounded(test.k6, args, { env, cwd, limitMs: limitSeconds * 1000, signal: test.signal });
  } finally {
    clearInterval(progress);
  }
}

/** An archive on the way may have dropped the permission. */
function makeExecutable(file: string): void {
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
