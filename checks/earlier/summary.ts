import type { GateVerdict } from '../../contracts/evidence';
import { type GateName, gateNames } from '../../contracts/gates';
import type { Check } from '../outcome';
import type { Attempt } from './attempts';

/** The gates before one have passed, as their evidence says: what isn't there any more proves nothing. */
export function earlierChecks(gate: GateName, attempts: readonly Attempt[]): Check[] {
  return upTo(gate)
    .slice(0, -1)
    .map((before): Check => {
      const name = `the ${before} gate has passed before`;
      const last = attempts.filter((attempt) => attempt.gate === before).at(-1);
      if (last?.verdict === 'pass') return { name, status: 'passed' };
      const why = last?.evidence?.reasons.at(-1);
      const detail = last
        ? `The newest evidence of the ${before} gate in this execution, of build ${last.number}, is: ${last.verdict}.${why ? ` It says: ${why}` : ''}`
        : `The evidence of the ${before} gate in this execution is not in the bucket: it never was, or somebody deleted it.`;
      return { name, status: last?.verdict === 'fail' ? 'failed' : 'not judged', detail };
    });
}

/** A gate and those before it; what comes later has nothing to say yet. */
function upTo(gate: GateName): readonly GateName[] {
  return gateNames.slice(0, gateNames.indexOf(gate) + 1);
}

/** What all gates of an environment said. */
export interface Said {
  /** The last of them, which says its verdict now. */
  readonly gate: GateName;
  readonly verdict: GateVerdict;
  /** What was said before. */
  readonly attempts: readonly Attempt[];
  /** What else a person must know: a few words each. */
  readonly notes?: readonly string[];
}

/**
 * What a person reads of an environment's gates before a promotion: each verdict, attempt by attempt, what the gate has to say
 * beside it, and what was overridden. Where that is too long, notes go first, then the names of what was overridden, then what
 * was said how often; that a gate has not passed before, and how many overrides there are, is always told.
 *
 * @param room characters that an approval has for it
 */
export function summaryOf({ gate, verdict, attempts, notes = [] }: Said, room: number): string {
  const all: readonly Attempt[] = [...attempts, { gate, number: Number.POSITIVE_INFINITY, verdict, overrides: 'none' }];
  const stories = upTo(gate).map((name): Story => {
    const verdicts = all.filter((attempt) => attempt.gate === name).map((attempt) => attempt.verdict);
    return { gate: name, before: verdicts.slice(0, -1), last: verdicts.at(-1) ?? 'without evidence' };
  });
  const overrides = new Set(all.flatMap(({ overrides: one }) => (one === 'none' ? [] : one.split(', '))));
  const counted = overrides.size === 1 ? '1 override' : `${overrides.size} overrides`;
  const named = overrides.size === 0 ? [[]] : [[`with ${[...overrides].join(', ')}`], [counted]];
  const texts = tellings.flatMap((told) => {
    const verdicts = stories.map((story) => `${story.gate} ${told(story)}`);
    const [most = [], ...fewer] = named;
    return [[...verdicts, ...notes, ...most], ...[most, ...fewer].map((words) => [...verdicts, ...words])];
  });
  const least = [atLast(stories), ...(overrides.size === 0 ? [] : [counted])];
  return [...texts, least].map((parts) => parts.join(', ')).find(({ length }) => length <= room) ?? least.join(', ');
}

/** What one gate has said. */
interface Story {
  readonly gate: GateName;
  readonly before: readonly Attempt['verdict'][];
  readonly last: Attempt['verdict'] | 'without evidence';
}

/** How it is told, from the longest to the shortest: `fail then fail then pass`, `fail then pass (attempt 3)`, `fail>pass`. */
const tellings: readonly ((story: Story) => string)[] = [
  ({ before, last }) => [...before, last].join(' then '),
  (story) => {
    const { before, last } = story;
    const others = worse([story]);
    const told = others.length > 0 ? `${others.join('/')} then ${last}` : last;
    return before.length > 0 ? `${told} (attempt ${before.length + 1})` : told;
  },
  (story) => [...worse([story]), story.last].join('>'),
];

/** `pass at last, fail before`: of all gates together. */
function atLast(stories: readonly Story[]): string {
  const last = [...new Set(stories.map((story) => story.last))].join('/');
  const before = worse(stories);
  return `${last} at last${before.length > 0 ? `, ${before.join('/')} before` : ''}`;
}

/** What was said before and was no pass, each once. */
function worse(stories: readonly Story[]): Attempt['verdict'][] {
  return [...new Set(stories.flatMap(({ before }) => before))].filter((verdict) => verdict !== 'pass');
}
