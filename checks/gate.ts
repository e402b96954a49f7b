import { CodedError } from '@delivery/coded-error';
import type { Evidence } from '../contracts/evidence';
import type { EnvironmentManifest } from '../contracts/manifest';
import { Broken, untilBroken } from './broken';
import { conclude, type Place } from './conclude';
import { type GateSettings, readGateSettings } from './gate-settings';
import type { Job } from './job';
import { type Loopback, readLoopback } from './loopback';
import { type Check, type Outcome, outcomeOf } from './outcome';
import { readManifest } from './read-manifest';
import { Results } from './results';

/** What a gate has at hand when it judges. */
export interface GateContext {
  readonly job: Job;
  readonly settings: GateSettings;
  readonly manifest: EnvironmentManifest;
  readonly loopback: Loopback;
  readonly results: Results;
}

/** What distinguishes one gate from another. */
export interface Gate<Extra> {
  readonly name: Evidence['gate'];
  /** Runs before anything can fail, for files that must exist in any case. */
  prepare?(results: Results): void;
  /** Reads what this gate is told beyond what all are. @throws CodedError for wrong use */
  readExtra(variables: Job['variables']): Extra;
  judge(context: GateContext, extra: Extra): Promise<Outcome>;
  /** Files that the gate has written itself and that belong to its evidence. */
  ownFiles?(results: Results): string[];
}

type NamedGate = Pick<Gate<never>, 'name'>;

/** Exit codes of the gates' programs. */
export const exit = { pass: 0, stopped: 1, wrongUse: 2 } as const;

/**
 * Runs one gate from its environment variables to its exit code. Once its variables are read, evidence and reports are
 * written whatever follows, and stored; a gate whose evidence can't be stored has not passed. Before, there is no
 * environment that evidence could be of, and only the message says what is wrong.
 */
export async function runGate<Extra>(gate: Gate<Extra>, job: Job): Promise<number> {
  const startedAt = new Date();
  const results = new Results(job.workFolder);
  job.say(`The ${gate.name} gate is at work.`);
  let place: Place | undefined;
  let loopback: Loopback | undefined;
  let context: GateContext;
  let extra: Extra;
  try {
    gate.prepare?.(results);
    const settings = readGateSettings(job.variables);
    if (settings.gate !== gate.name) {
      throw new CodedError('TAP3001', `GATE: received "${settings.gate}"; this program is the ${gate.name} gate`);
    }
    place = { job, settings, results };
    results.clear(gate.name, settings.environment);
    loopback = await readLoopback(job.variables);
    results.requireExports();
    extra = gate.readExtra(job.variables);
    context = { ...place, loopback, manifest: readManifest(job.programFolder, settings.environment) };
  } catch (error) {
    const why = couldNotJudge(error);
    // Nothing is sent to an endpoint that is not known to be this machine's.
    if (place) await conclude(place, notJudged(gate, why), { startedAt, stores: loopback !== undefined });
    else job.say(why);
    return exit.wrongUse;
  }
  const outcome = await judgeOrExplain(gate, context, extra);
  const ownFiles = gate.ownFiles?.(results);
  const verdict = await conclude(context, outcome, { startedAt, stores: true, ownFiles });
  if (verdict !== 'pass') return exit.stopped;
  try {
    await outcome.oncePassed?.();
    return exit.pass;
  } catch (error) {
    job.say(`  ${String(error instanceof Error ? error.message : error)}`);
    return exit.stopped;
  }
}

async function judgeOrExplain<Extra>(gate: Gate<Extra>, context: GateContext, extra: Extra): Promise<Outcome> {
  const { signal } = context.job;
  const outcome = await untilBroken(signal, gate.judge(context, extra)).catch((error: unknown) => {
    if (signal.reason instanceof Broken) return outcomeOf([], []);
    return signal.aborted ? outcomeOf([toldToEnd(gate, context.job)], []) : notJudged(gate, couldNotJudge(error));
  });
  if (!(signal.reason instanceof Broken)) return outcome;
  const checks = [...outcome.checks, noVerdict(gate.name, signal.reason.message)];
  return { ...outcome, ...outcomeOf(checks, outcome.measurements) };
}

function couldNotJudge(error: unknown): string {
  return error instanceof CodedError ? error.message : `TAP3009: the gate could not judge: ${String(error)}`;
}

function notJudged({ name }: NamedGate, detail: string): Outcome {
  return outcomeOf([noVerdict(name, detail)], []);
}

/** A gate that has measured something before it was told to end returns this beside it. */
export function toldToEnd({ name }: NamedGate, { signal }: Job): Check {
  return noVerdict(name, `TAP3008: the gate was told to end (${String(signal.reason)}) before it could judge.`);
}

function noVerdict(gate: Evidence['gate'], detail: string): Check {
  return { name: `the ${gate} gate reaches its verdict`, status: 'not judged', detail };
}
