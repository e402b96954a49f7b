import { CodedError } from '@delivery/coded-error';
import { type Evidence, type GateVerdict, type Measurement, readEvidence } from '../contracts/evidence';
import type { EnvironmentManifest } from '../contracts/manifest';
import { storeEvidence } from './evidence-store';
import { type GateSettings, readGateSettings } from './gate-settings';
import { type Loopback, readLoopback } from './loopback';
import { type Outcome, outcomeOf } from './outcome';
import { readManifest } from './read-manifest';
import { Results } from './results';

/** Where a gate's program runs; tests put their own in its place. */
export interface Job {
  /** Folder of the program: manifests, k6 and load tests lie beside it. */
  readonly programFolder: string;
  /** Folder that the results are written to. */
  readonly workFolder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Prints one line of progress. */
  say(line: string): void;
  /** Aborted when the job is told to end. */
  readonly signal: AbortSignal;
}

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

/** Exit codes of the gates' programs. */
export const exit = { pass: 0, stopped: 1, wrongUse: 2 } as const;

/** What evidence needs, and the verdict does not. */
type Place = Pick<GateContext, 'job' | 'settings' | 'results'> & Partial<Pick<GateContext, 'manifest' | 'loopback'>>;

/**
 * Runs one gate from its environment variables to its exit code. Once its variables are read, evidence and reports are
 * written whatever follows, and stored; a gate whose evidence can't be stored has not passed. Before, there is no
 * environment that evidence could be of, and only the message says what is wrong.
 */
export async function runGate<Extra>(gate: Gate<Extra>, job: Job): Promise<number> {
  const startedAt = new Date();
  const results = new Results(job.workFolder);
  job.say(`The ${gate.name} gate is at work.`);
  gate.prepare?.(results);
  let place: Place | undefined;
  let loopback: Loopback | undefined;
  let context: GateContext;
  let extra: Extra;
  try {
    const settings = readGateSettings(job.variables);
    place = { job, settings, results };
    results.clear(gate.name, settings.environment);
    if (settings.gate !== gate.name) {
      throw new CodedError('TAP3001', `GATE: received "${settings.gate}"; this program is the ${gate.name} gate`);
    }
    loopback = await readLoopback(job.variables.AWS_ENDPOINT_URL);
    extra = gate.readExtra(job.variables);
    context = { ...place, loopback, manifest: readManifest(job.programFolder, settings.environment) };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    // Nothing is sent to an endpoint that is not known to be this machine's.
    if (place) await conclude(gate, place, notJudged(gate, error.message), startedAt, loopback !== undefined);
    else job.say(error.message);
    return exit.wrongUse;
  }
  const outcome = await judgeOrExplain(gate, context, extra);
  const verdict = await conclude(gate, context, outcome, startedAt, true);
  return verdict === 'pass' ? exit.pass : exit.stopped;
}

async function judgeOrExplain<Extra>(gate: Gate<Extra>, context: GateContext, extra: Extra): Promise<Outcome> {
  try {
    return await gate.judge(context, extra);
  } catch (error) {
    const interrupted = context.job.signal.aborted;
    const detail = interrupted
      ? `TAP3008: the gate was told to end (${String(context.job.signal.reason)}) before it could judge.`
      : error instanceof CodedError
        ? error.message
        : `TAP3009: the gate could not judge: ${String(error)}`;
    return notJudged(gate, detail);
  }
}

function notJudged<Extra>(gate: Gate<Extra>, detail: string): Outcome {
  return outcomeOf([{ name: `the ${gate.name} gate reaches its verdict`, status: 'not judged', detail }], []);
}

/** @returns the verdict, which is no pass if the evidence was to be stored and could not be */
async function conclude<Extra>(
  gate: Gate<Extra>,
  place: Place,
  outcome: Outcome,
  startedAt: Date,
  stores: boolean,
): Promise<GateVerdict> {
  const { settings, job, results } = place;
  const endedAt = new Date();
  const written: Evidence = {
    gate: gate.name,
    environment: settings.environment,
    commit: settings.commit,
    execution: settings.execution,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    verdict: outcome.verdict,
    reasons: [...outcome.reasons],
    measurements: [...outcome.measurements, ...numbers(outcome)],
    subject: { ...subjectOf(place), ...outcome.subject },
    build: settings.build,
  };
  const evidence = readEvidence(written, endedAt) ?? written;
  const seconds = (endedAt.getTime() - startedAt.getTime()) / 1000;
  const files = [
    results.writeEvidence(evidence),
    results.writeJUnit(gate.name, settings.environment, outcome.checks, seconds),
    ...(gate.ownFiles?.(results) ?? []),
  ];
  let { verdict } = evidence;
  let reasons = evidence.reasons;
  // Told to end, the job has seconds left: its files stay where they are.
  if (stores && !job.signal.aborted) {
    try {
      await storeEvidence(settings, gate.name, files);
    } catch (error) {
      verdict = verdict === 'pass' ? 'fail' : verdict;
      reasons = [
        ...reasons,
        `The evidence of this gate could not be stored, so it proves nothing later: ${String(error)}`,
      ];
      results.writeEvidence({ ...evidence, verdict, reasons });
    }
  }
  const excused = outcome.checks.filter(({ status }) => status === 'excused').length;
  if (excused > 0) job.say(`  Excused and no reason for the verdict: ${excused}, named in the report.`);
  job.say(`The ${gate.name} gate of ${settings.environment}: ${verdict}.`);
  // Last, because a console shows the end of a log.
  for (const reason of reasons) job.say(`  ${reason}`);
  return verdict;
}

/** What every gate says of what it judged. */
function subjectOf({ job, settings, manifest, loopback }: Place): Readonly<Record<string, string>> {
  const chosen = job.variables.LOAD_PROFILE;
  const overrides = { ...manifest?.overrides, ...(chosen ? { LOAD_PROFILE: chosen } : {}) };
  const named = Object.entries(overrides).map(([name, value]) => `${name}=${value}`);
  return {
    image: manifest?.image ?? 'unknown',
    doors: `${settings.siteUrl} ${settings.apiUrl}`,
    overrides: named.join(', ') || 'none',
    ...(loopback && loopback.clockFactor !== 1 ? { clock: `${loopback.clockFactor} times faster` } : {}),
  };
}

/** How many checks came to what, so that the verdict can be worked out again from the evidence alone. */
function numbers({ checks }: Outcome): Measurement[] {
  const figure = (status: 'passed' | 'failed' | 'not judged', limit: Measurement['limit']): Measurement => ({
    name: `checks ${status}`,
    value: checks.filter((check) => check.status === status).length,
    unit: 'count',
    limit,
  });
  return [figure('passed', { atLeast: 1 }), figure('failed', { atMost: 0 }), figure('not judged', { atMost: 0 })];
}
