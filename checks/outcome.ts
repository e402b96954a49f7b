import type { GateVerdict, Measurement } from '../contracts/evidence';

/** One thing that a gate looked at. */
export interface Check {
  readonly name: string;
  /**
   * `failed` and `not judged` stop the promotion. `excused` doesn't, and is no reason for anything: the report names it, and
   * the gate says how many there are. `not counted` was looked at and proves nothing, by its own declaration.
   */
  readonly status: 'passed' | 'failed' | 'not judged' | 'excused' | 'not counted';
  /** A complete sentence: what was received and what is allowed. Required unless the check passed. */
  readonly detail?: string;
  readonly seconds?: number;
}

/** A check that has passed if what it looked at is good; else it has failed, for the reason in `detail`. */
export function checkThat(name: string, good: boolean, detail: string): Check {
  return good ? { name, status: 'passed' } : { name, status: 'failed', detail };
}

/** What a gate has found out. */
export interface Outcome {
  readonly verdict: GateVerdict;
  /** Complete sentences, of what failed before what could not be judged. Never empty unless the verdict is `pass`. */
  readonly reasons: readonly string[];
  readonly measurements: readonly Measurement[];
  readonly checks: readonly Check[];
  /** What was judged and by what, beyond what every gate says of itself. */
  readonly subject?: Readonly<Record<string, string>>;
  /** What a person must know who decides on a promotion, although it stops none: a few words each. */
  readonly notes?: readonly string[];
  /** Runs once the evidence of a pass is stored. @throws CodedError if the pass must not count after all */
  readonly oncePassed?: (() => Promise<void>) | undefined;
}

/**
 * The verdict over all checks. A failure weighs more than what could not be judged, and checks that weren't made prove
 * nothing: without a single passed one there is no pass.
 */
export function outcomeOf(checks: readonly Check[], measurements: readonly Measurement[]): Outcome {
  const sentences = (status: Check['status']) =>
    checks.filter((check) => check.status === status).map((check) => check.detail ?? `${check.name}: ${status}.`);
  const failed = sentences('failed');
  const notJudged = sentences('not judged');
  const reasons = [...failed, ...notJudged];
  const passed = checks.some(({ status }) => status === 'passed');
  if (checks.length === 0) reasons.push('No check was run at all.');
  else if (!passed && failed.length + notJudged.length === 0) reasons.push('Nothing could be judged.');
  const stopped = failed.length > 0 || checks.length === 0;
  const verdict = stopped ? 'fail' : notJudged.length > 0 || !passed ? 'not judged' : 'pass';
  return { verdict, reasons, measurements, checks };
}

const worst = ['fail', 'not judged'] as const;

/**
 * An outcome with further checks. Two verdicts, the worse of which counts, and not one over all checks: what passed elsewhere says
 * nothing for what has looked at nothing itself.
 */
export function alsoBy(outcome: Outcome, checks: readonly Check[]): Outcome {
  if (checks.length === 0) return outcome;
  const further = outcomeOf(checks, []);
  return {
    ...outcome,
    verdict: worst.find((one) => [outcome.verdict, further.verdict].includes(one)) ?? 'pass',
    reasons: [...outcome.reasons, ...further.reasons],
    checks: [...outcome.checks, ...checks],
  };
}
