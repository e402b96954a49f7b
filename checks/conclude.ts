import { type Evidence, type GateVerdict, type Measurement, readEvidence } from '../contracts/evidence';
import type { EnvironmentManifest } from '../contracts/manifest';
import { storeEvidence } from './evidence-store';
import type { GateSettings } from './gate-settings';
import type { Job } from './job';
import type { Loopback } from './loopback';
import type { Outcome } from './outcome';
import type { ResultFile, Results } from './results';
import { judgedHere } from './subject';

/** What evidence needs, and the verdict does not. */
export interface Place {
  readonly job: Job;
  readonly settings: GateSettings;
  readonly results: Results;
  readonly manifest?: EnvironmentManifest;
  readonly loopback?: Loopback;
}

/** How a gate's evidence is written. */
export interface Conclusion {
  readonly startedAt: Date;
  /** False where nobody knows whose endpoint it would be sent to. */
  readonly stores: boolean;
  /** Files that the gate has written itself and that belong to its evidence. @default - none */
  readonly ownFiles?: readonly string[];
}

/**
 * Writes evidence and report, stores them, and says what the verdict is.
 *
 * What can't be written here is stored all the same: a full disk loses nothing that was measured.
 *
 * @returns the verdict, which is no pass if evidence could not be written, or was to be stored and could not be
 */
export async function conclude(
  place: Place,
  outcome: Outcome,
  { startedAt, stores, ownFiles = [] }: Conclusion,
): Promise<GateVerdict> {
  const { settings, job, results } = place;
  let evidence = evidenceOf(place, outcome, startedAt, new Date());
  for (const { message } of results.lost) evidence = stopped(evidence, message);
  const seconds = (Date.parse(evidence.endedAt) - startedAt.getTime()) / 1000;
  const report = results.junit(settings.gate, settings.environment, outcome.checks, seconds);
  // The evidence last: what stands there says of the report, too, that it could not be written.
  evidence = stopped(evidence, await troubleOf(() => results.write(report)));
  evidence = stopped(evidence, await troubleOf(() => results.write(results.evidence(evidence))));
  if (stores) {
    const lost = await troubleOf(async () => {
      const written = results.evidence(evidence);
      const reports: ResultFile[] = [report, ...ownFiles.map((file) => results.read(file))];
      // What is stored stays. So a pass comes after all that may still be lost, and what is none comes before.
      const files = evidence.verdict === 'pass' ? [...reports, written] : [written, ...reports];
      await storeEvidence(settings, files, job.signal.aborted);
    });
    if (lost !== undefined) {
      evidence = stopped(
        evidence,
        `The evidence of this gate could not be stored, so it proves nothing later: ${lost}`,
      );
      await troubleOf(() => results.write(results.evidence(evidence)));
    }
  }
  const excused = outcome.checks.filter(({ status }) => status === 'excused').length;
  if (excused > 0) job.say(`  Excused and no reason for the verdict: ${excused}, named in the report.`);
  job.say(`The ${settings.gate} gate of ${settings.environment}: ${evidence.verdict}.`);
  // Last, because a console shows the end of a log.
  for (const reason of evidence.reasons) job.say(`  ${reason}`);
  return evidence.verdict;
}

/** What went wrong, as text; undefined if nothing did. */
async function troubleOf(work: () => void | Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function stopped(evidence: Evidence, reason: string | undefined): Evidence {
  if (reason === undefined || evidence.reasons.includes(reason)) return evidence;
  const verdict = evidence.verdict === 'pass' ? 'fail' : evidence.verdict;
  return { ...evidence, verdict, reasons: [...evidence.reasons, reason] };
}

function evidenceOf(place: Place, outcome: Outcome, startedAt: Date, endedAt: Date): Evidence {
  const { settings } = place;
  const isFigure = ({ value }: Measurement) => Number.isFinite(value);
  const odd = outcome.measurements.filter((one) => !isFigure(one)).map(({ name }) => name);
  const written: Evidence = {
    gate: settings.gate,
    environment: settings.environment,
    commit: settings.commit,
    execution: settings.execution,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    verdict: odd.length > 0 && outcome.verdict === 'pass' ? 'not judged' : outcome.verdict,
    reasons: [
      ...outcome.reasons,
      ...(odd.length > 0 ? [`TAP3009: the gate could not judge: no number came out for ${odd.join(', ')}.`] : []),
    ],
    measurements: [...outcome.measurements.filter(isFigure), ...numbers(outcome)],
    subject: { ...subjectOf(place), ...outcome.subject },
    build: settings.build,
  };
  return readEvidence(written, endedAt) ?? written;
}

/** What every gate says of what it judged. */
function subjectOf({ job, settings, manifest, loopback }: Place): Readonly<Record<string, string>> {
  const chosen = job.variables.LOAD_PROFILE;
  const overrides = { ...manifest?.overrides, ...(chosen ? { LOAD_PROFILE: chosen } : {}) };
  const named = Object.entries(overrides).map(([name, value]) => `${name}=${value}`);
  return {
    ...judgedHere(settings, manifest),
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
