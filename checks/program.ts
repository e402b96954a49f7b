import { CodedError } from '@delivery/coded-error';
import { exit, type Gate, runGate } from './gate';
import type { Job } from './job';

/** Signals that end a job from outside. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a gate as this process: its variables, its working folder, its exit code.
 *
 * @param programFolder folder of the program's file
 */
export function runProgram<Extra>(gate: Gate<Extra>, programFolder: string): Promise<void> {
  return asProcess(programFolder, (job) => runGate(gate, job));
}

/**
 * Runs, as this process, what puts an environment in order.
 *
 * @param programFolder folder of the program's file
 * @param work does it; what it throws is why the job has failed
 */
export function runJob(programFolder: string, work: (job: Job) => Promise<void>): Promise<void> {
  return asProcess(programFolder, (job) => exitCodeOf(job, work));
}

/** @returns 0 if the work is done; 1 with the reason as the log's last lines */
async function exitCodeOf(job: Job, work: (job: Job) => Promise<void>): Promise<number> {
  try {
    await work(job);
    return exit.pass;
  } catch (error) {
    if (job.signal.aborted) job.say(`Told to end (${String(job.signal.reason)}) before the work was done.`);
    else job.say(error instanceof CodedError ? error.message : String(error));
    return exit.stopped;
  }
}

async function asProcess(programFolder: string, run: (job: Job) => Promise<number>): Promise<void> {
  // Node 20 is the floor on a laptop, and the clients that are bundled here run on it; a notice about later ones is no news.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const controller = new AbortController();
  for (const signal of signals) process.once(signal, () => controller.abort(signal));
  process.exitCode = await run({
    programFolder,
    workFolder: process.cwd(),
    variables: process.env,
    say: (line) => process.stdout.write(`${line}\n`),
    signal: controller.signal,
  });
}
