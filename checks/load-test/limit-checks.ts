import { type Check, checkThat } from '../outcome';
import { boundsOf, type Standing, standing, together } from './bounds';
import { doorsOf, type Generator } from './generator';
import { leastRequests, limitsOf, percent, type Seen, seenOf, whereOf, worstFirst } from './limits';
import type { LoadRecord } from './load-record';
import { percentile, type Samples } from './samples';

/** What is done where the samples are too few for certainty. */
export type Certainty = 'needed' | 'as far as it goes';

/**
 * Every limit, the worst first: passed only if the true share is under it for certain, failed only if it is over it for
 * certain. Between the two nothing is known, and more samples are needed.
 *
 * @param certainty `as far as it goes`: what was seen is held against the limit where nothing is certain
 */
export function limitChecks(record: LoadRecord, samples: Samples, generator: Generator, certainty: Certainty): Check[] {
  return limitsOf(record.thresholds, record.steps)
    .map((limit) => seenOf(limit, samples))
    .sort(worstFirst)
    .map((seen) => limitCheck(seen, samples, record, generator, certainty));
}

/** Where the shop stands to all of its limits together. */
export function standingOfAll(record: LoadRecord, samples: Samples): Standing {
  return together(
    limitsOf(record.thresholds, record.steps).map((limit) => standing(seenOf(limit, samples).seen, limit.share)),
  );
}

/** True if answers are so slow somewhere that users who wait for them are missing elsewhere. */
export function isSlow(record: LoadRecord, samples: Samples): boolean {
  return limitsOf(record.thresholds, record.steps)
    .filter(({ what }) => what === 'took too long')
    .some((limit) => standing(seenOf(limit, samples).seen, limit.share) === 'over');
}

/** Every step of the journey was gone through at every door, and no other. */
export function stepChecks(record: LoadRecord, samples: Samples, floorOf: (door: Seen['door']) => number): Check[] {
  return doorsOf(record).flatMap((door) => {
    const steps = samples.stepsOf(door);
    const known = record.steps.map(({ name }) => name);
    const unknown = [...steps.keys()].filter((name) => !known.includes(name));
    const checks = [
      checkThat(
        `${door}: only the journey's own requests`,
        unknown.length === 0,
        `Requests through ${door} were named ${unknown.join(', ')}; the journey's steps are ${known.join(', ')}.`,
      ),
    ];
    for (const [name, least] of leastRequests(record.steps, samples, door, floorOf(door))) {
      const own = samples.of(door, name);
      checks.push(
        checkThat(
          `${name} through ${door}: enough requests`,
          own.requests >= least,
          `${name} through ${door} was asked for ${own.requests} times; ${least} at least are needed.`,
        ),
        checkThat(
          `${name} through ${door}: every answer was looked at`,
          own.waits.length === own.requests && own.expectations >= 2 * own.requests,
          `${own.requests} requests of ${name} went through ${door}, ${own.waits.length} answers were looked at, and ` +
            `held against ${own.expectations} expectations; each needs one of its status and one of its content.`,
        ),
      );
    }
    return checks;
  });
}

function limitCheck(
  seen: Seen,
  samples: Samples,
  { machine }: LoadRecord,
  generator: Generator,
  certainty: Certainty,
): Check {
  const { what, share, overMs } = seen;
  const where = whereOf(seen);
  const name = `${where}: at most ${percent(share)} ${what}${overMs === undefined ? '' : ` (over ${overMs} ms)`}`;
  const position = standingOf(seen, certainty);
  if (position === 'under') return { name, status: 'passed' };
  const { lower, upper } = boundsOf(seen.seen);
  const text = `${where}: ${shown(seen, samples)}; ${percent(share)} at most are allowed`;
  if (seen.seen.of === 0) return { name, status: 'not judged', detail: `${where}: there was no answer to judge.` };
  if (position === 'undecided') {
    const detail = `${text}. So few samples leave ${percent(lower)} to ${percent(upper)} possible, which is on both sides.`;
    return { name, status: 'not judged', detail };
  }
  const sentence = `${text}, and it is ${percent(lower)} at least.${reasons(seen, samples)}`;
  if (overMs !== undefined && !generator.onTime) {
    const why = `The machine that generates the load (${machine}) was late itself, so its times prove nothing.`;
    return { name, status: 'not judged', detail: `${sentence} ${why}` };
  }
  return { name, status: 'failed', detail: sentence };
}

function standingOf({ seen, share }: Seen, certainty: Certainty): Standing {
  const found = standing(seen, share);
  if (found !== 'undecided' || certainty === 'needed' || seen.of === 0) return found;
  return seen.count / seen.of <= share ? 'under' : 'over';
}

/** Such as `5.1 % of 1150 answers took too long (over 800 ms; p95 912 ms)`. */
function shown({ what, door, step, overMs, seen: { count, of } }: Seen, samples: Samples): string {
  const answers = `${percent(of === 0 ? 0 : count / of)} of ${of} answers ${what}`;
  if (overMs === undefined) return answers;
  const { waits } = step === undefined ? samples.ofDoor(door) : samples.of(door, step);
  return `${answers} (over ${overMs} ms; p95 ${Math.ceil(percentile(waits, 0.95) ?? 0)} ms)`;
}

/** What most of the failed answers had. */
function reasons({ what, door, step }: Seen, samples: Samples): string {
  if (what !== 'failed') return '';
  const { failures } = step === undefined ? samples.ofDoor(door) : samples.of(door, step);
  const [most] = [...failures].sort(([, a], [, b]) => b - a);
  return most === undefined ? '' : ` Most often (${most[1]}): ${most[0]}.`;
}
