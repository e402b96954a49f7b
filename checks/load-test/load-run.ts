import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { JourneySteps } from '../../contracts/journey-steps';
import type { Profile } from '../../loadtests/lib/profile';
import { mostRuns, profileSeconds, shorten } from '../../loadtests/lib/shorten';
import { onDisk } from '../results';
import { inspect, type K6Order, makeExecutable, run, version } from './k6-process';
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
  /** What the journey must consist of. */
  readonly steps: JourneySteps;
  /** What tasks of the deployed image tell in `x-revision`. @default - not asked for */
  readonly revision?: string | undefined;
  /** Where k6's HTML report goes. */
  readonly reportFile: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  say(line: string): void;
  readonly signal: AbortSignal;
}

/** Seconds beyond k6's own longest time: preparation before the load, start and end of the process, writing the report. */
const extraSeconds = 90;

const progressEveryMs = 5_000;

/**
 * Sends the load, again while so few samples leave it open on which side of its limits the shop is, and returns what is known
 * about it. Each run of k6 has an empty folder, which is removed, and clean variables.
 *
 * @param undecided asked after each run that may be followed by another
 * @throws CodedError TAP3101 if k6 can't be started, TAP3102 for an unknown journey, TAP3103 for a profile that can't be read
 */
export async function runLoad(test: LoadTest, undecided: (record: LoadRecord) => boolean): Promise<LoadRecord> {
  const written = readProfile(test.loadtests, test.profile);
  const script = join(test.loadtests, 'journeys', `${test.journey}.ts`);
  if (!/^[\w-]+$/.test(test.journey) || !existsSync(script)) {
    throw new CodedError('TAP3102', `there is no journey "${test.journey}" in ${join(test.loadtests, 'journeys')}`);
  }
  makeExecutable(test.k6);
  const runId = randomUUID();
  const profile = shorten(written, test.loadSeconds);
  const first = await inFolder(test, runId, (order) => firstRun(test, order, profile, written));
  const most = mostRuns(written, profile);
  let record = first;
  for (let sent = 1; sent < most && undecided(record); sent += 1) {
    test.say(`  On neither side of a limit for certain: the same load once more (${sent + 1} of ${most} at most).`);
    record = { ...record, ...(await sentAgain(test, runId, record)), endedAt: new Date() };
  }
  return record;
}

/** What has been measured stays, whatever becomes of the repetition. */
async function sentAgain(test: LoadTest, runId: string, record: LoadRecord): Promise<Partial<LoadRecord>> {
  try {
    const left = await inFolder(test, runId, (order) => runWithProgress(test, order, record.plan));
    return { ...left, runs: [...record.runs, ...left.runs], losses: [...record.losses, ...left.losses] };
  } catch (error) {
    const why = error instanceof CodedError ? error.message : `TAP3009: the gate could not judge: ${String(error)}`;
    return { losses: [...record.losses, `The load could not be sent again: ${why}`] };
  }
}

async function firstRun(test: LoadTest, order: K6Order, profile: Profile, written: Profile): Promise<LoadRecord> {
  const [plan, generator] = await Promise.all([inspect(order), version(order)]);
  const startedAt = new Date();
  const left = await runWithProgress(test, order, plan);
  return {
    runId: order.env.LOAD_RUN_ID ?? '',
    profile,
    writtenSeconds: profileSeconds(written),
    steps: test.steps,
    thresholds: test.thresholds,
    revision: test.revision,
    apiCache: test.apiCache,
    plan,
    ...left,
    generator,
    machine: `${hostname()}, ${availableParallelism()} processors`,
    startedAt,
    endedAt: new Date(),
  };
}

async function inFolder<T>(test: LoadTest, runId: string, work: (order: K6Order) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  try {
    const env = k6Variables({ ...test, runId, folder }, test.variables);
    const script = join(test.loadtests, 'journeys', `${test.journey}.ts`);
    return await work({
      k6: test.k6,
      script,
      env,
      folder,
      secret: test.apiKey,
      thresholds: test.thresholds,
      signal: test.signal,
    });
  } finally {
    remove(folder);
  }
}

/** A folder that stays is no reason to lose what was measured. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The machine goes when the job ends.
  }
}

/** What one more run of k6 leaves; without a plan none is started. */
type Left = Pick<LoadRecord, 'runs' | 'reportBytes' | 'losses'>;

async function runWithProgress(test: LoadTest, order: K6Order, plan: LoadRecord['plan']): Promise<Left> {
  if ('problem' in plan) return { runs: [], reportBytes: 0, losses: [] };
  const begin = performance.now();
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - begin) / 1000);
    test.say(`  ${seconds} s of load (${plan.totalSeconds} s at most)`);
  }, progressEveryMs);
  try {
    const done = await run(order, plan.totalSeconds + extraSeconds);
    return { runs: [done], ...keepReport(runFiles(order.folder).report, test.reportFile) };
  } finally {
    clearInterval(progress);
  }
}

function keepReport(report: string, file: string): Omit<Left, 'runs'> {
  const reportBytes = existsSync(report) ? statSync(report).size : 0;
  try {
    if (reportBytes > 0) {
      onDisk(file, () => {
        mkdirSync(dirname(file), { recursive: true });
        copyFileSync(report, file);
      });
    }
    return { reportBytes, losses: [] };
  } catch (error) {
    return { reportBytes, losses: [error instanceof Error ? error.message : String(error)] };
  }
}
