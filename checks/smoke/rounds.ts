import { setTimeout as sleep } from 'node:timers/promises';
import type { Measurement } from '../../contracts/evidence';
import type { Check } from '../outcome';
import { Passing } from './passing';
import { Missing, type Step, type Visit } from './step';

/**
 * Seconds before a round is repeated after a passing failure. One that still fails after the last is the shop's own, and so is
 * whatever comes up in round after round. The last pause is as long as API Gateway keeps an answer where it has its cache
 * (`lib/constructs/shop-api.ts`): what was kept of products before somebody changed them is gone then.
 */
const pausesSeconds: readonly number[] = [5, 30];

/** Milliseconds, of this machine's own clock, within which the good rounds must follow each other. */
const streakWithinMs = 60_000;

export interface Rounds {
  readonly checks: readonly Check[];
  readonly measurements: readonly Measurement[];
  /** Good rounds in a row at the end. */
  readonly good: number;
}

interface Walked {
  readonly step: Step;
  readonly seconds: number;
  readonly milliseconds?: number;
  readonly failure?: Error;
}

/**
 * Walks the steps until so many rounds in a row were good. A round with nothing but passing failures is told and repeated, and
 * the count begins anew; any other failure ends the walk at once. So does the signal: what was seen until then is returned.
 *
 * @param what what a round is called in a reason, for example `the shopper's walk`
 * @param steps makes the steps of a round
 */
export async function walkRounds(
  what: string,
  steps: () => readonly Step[],
  goodRounds: number,
  visit: Visit,
): Promise<Rounds> {
  const told: Check[] = [];
  let streak: (readonly Walked[])[] = [];
  let begin = performance.now();
  for (let repeated = 0; ; ) {
    const round = await walkOnce(steps(), visit);
    if (visit.signal.aborted) return { ...soFar(round, streak, told), good: streak.length };
    const failed = round.filter(({ failure }) => failure !== undefined);
    if (failed.length === 0) {
      streak.push(round);
      const tookMs = performance.now() - begin;
      if (goodRounds > 1 && tookMs > streakWithinMs)
        return { ...conclude(round, streak, [...told, tooLong(what, streak, tookMs)]), good: 0 };
      if (streak.length === goodRounds) return { ...conclude(round, streak, told), good: goodRounds };
      continue;
    }
    const passing = failed.filter(({ failure }) => failure instanceof Passing);
    const lasting = failed.some(isLasting);
    // What is missing for what failed before comes by no repetition.
    if (lasting || passing.length === 0) return { ...conclude(round, [round], told), good: 0 };
    const pause = pausesSeconds[repeated];
    if (pause === undefined) return { ...conclude(round, [round], [...told, tooOften(what)]), good: 0 };
    repeated += 1;
    told.push(...passing.map((it) => toldOf(it, repeated)));
    streak = [];
    // The next round says that the signal came.
    await sleep((pause * 1000) / visit.clockFactor, undefined, { signal: visit.signal }).catch(() => undefined);
    begin = performance.now();
  }
}

/** @returns the steps that came to an end before the signal did */
async function walkOnce(steps: readonly Step[], visit: Visit): Promise<readonly Walked[]> {
  const walked: Walked[] = [];
  for (const step of steps) {
    if (visit.signal.aborted) break;
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1000;
    try {
      const milliseconds = await step.run(visit);
      walked.push({ step, seconds: seconds(), milliseconds });
    } catch (error) {
      if (visit.signal.aborted) break;
      const failure = error instanceof Error ? error : new Error(String(error));
      walked.push({ step, seconds: seconds(), failure });
    }
  }
  return walked;
}

/** Whether it failed for good, and for a reason of its own. */
function isLasting({ failure }: Walked): boolean {
  return failure !== undefined && !(failure instanceof Passing || failure instanceof Missing);
}

/** What is known when the signal comes in a round: what failed for good in it, else the good round before, else its good steps. */
function soFar(
  round: readonly Walked[],
  streak: readonly (readonly Walked[])[],
  told: readonly Check[],
): Omit<Rounds, 'good'> {
  const known = round.filter((it) => it.failure === undefined || isLasting(it));
  const last = known.some(isLasting) ? known : (streak.at(-1) ?? known);
  return conclude(last, [...streak, known], told);
}

/** The checks of the last round, and of each step the slowest answer of the rounds that count. */
function conclude(
  last: readonly Walked[],
  counted: readonly (readonly Walked[])[],
  notes: readonly Check[],
): Omit<Rounds, 'good'> {
  const checks = last.map(({ step, seconds, failure }): Check => {
    const { name } = step;
    return failure ? { name, status: 'failed', detail: failure.message, seconds } : { name, status: 'passed', seconds };
  });
  const measurements = last.flatMap(({ step: { name, limitMs } }): Measurement[] => {
    const times = counted.flatMap((round) => round.find(({ step }) => step.name === name)?.milliseconds ?? []);
    if (times.length === 0) return [];
    const value = Math.round(Math.max(...times) * 10) / 10;
    return [{ name, value, unit: 'ms', ...(limitMs !== undefined && { limit: { atMost: limitMs } }) }];
  });
  return { checks: [...checks, ...notes], measurements };
}

function toldOf({ step, failure }: Walked, repetition: number): Check {
  return {
    name: `${step.name}, before repetition ${repetition}`,
    status: 'excused',
    detail: `${failure?.message} It was repeated.`,
  };
}

function tooOften(what: string): Check {
  const repetitions = pausesSeconds.length;
  return {
    name: `${what} without repetition`,
    status: 'failed',
    detail: `${capital(what)} had passing failures in ${repetitions + 1} rounds; ${repetitions} are repeated.`,
  };
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function tooLong(what: string, streak: readonly unknown[], tookMs: number): Check {
  const seconds = Math.round(tookMs / 1000);
  return {
    name: `${what} in good time`,
    status: 'failed',
    detail: `${streak.length} good rounds of ${what} took ${seconds} s; all must come within ${streakWithinMs / 1000} s.`,
  };
}
