import { CodedError } from '@delivery/coded-error';
import { Broken, untilBroken } from './broken';
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
    await untilBroken(job.signal, work(job));
    return exit.pass;
  } catch (error) {
    if (job.signal.reason instanceof Broken) job.say(job.signal.reason.message);
    else if (job.signal.aborted) job.say(`Told to end (${String(job.signal.reason)}) before the work was done.`);
    else job.say(error instanceof CodedError ? error.message : String(error));
    return exit.stopped;
  }
}

async function asProcess(programFolder: string, run: (job: Job) => Promise<number>): Promise<void> {
  // Node 20 is the floor on a laptop, and the clients that are bundled here run on it; a notice about later ones is no news.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const controller = new AbortController();
  const { signal } = controller;
  for (const name of signals) process.once(name, () => controller.abort(name));
  const breaks = (how: unknown) => controller.abort(new Broken(String(how)));
  process.on('uncaughtException', breaks);
  process.on('unhandledRejection', breaks);
  const idle = () => breaks('it waits for something that never comes');
  process.once('beforeExit', idle);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  // Until the work says otherwise: a process that ends without a word has done nothing.
  process.exitCode = exit.stopped;
  let code: number = exit.stopped;
  try {
    code = await run({ programFolder, workFolder: process.cwd(), variables: process.env, say, signal });
  } catch (error) {
    say(new Broken(String(error)).message);
  }
  if (signal.reason instanceof Broken) {
    if (code === exit.pass) say(signal.reason.message);
    // Whatever is still open then belongs to what broke.
    process.exit(code === exit.pass ? exit.stopped : code);
  }
  process.off('beforeExit', idle);
  process.exitCode = code;
}
