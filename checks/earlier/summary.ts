import { longestSummary } from '../../contracts/approval';
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
      const detail = last
        ? `The newest evidence of the ${before} gate in this execution, of build ${last.number}, is: ${last.verdict}.`
        : `The evidence of the ${before} gate in this execution is not in the bucket: it never was, or somebody deleted it.`;
      return { name, status: last?.verdict === 'fail' ? 'failed' : 'not judged', detail };
    });
}

/** A gate and those before it; what comes later has nothing to say yet. */
function upTo(gate: GateName): readonly GateName[] {
  return gateNames.slice(0, gateNames.indexOf(gate) + 1);
}

/**
 * What a person reads of an environment's gates before a promotion: each verdict, attempt by attempt, what the gate has to say
 * beside it, and what was overridden. Where that is too long, overrides are counted, then attempts, with a bare number at last.
 */
export function summaryOf(
  gate: GateName,
  verdict: GateVerdict,
  attempts: readonly Attempt[],
  notes: readonly string[] = [],
): string {
  const all: readonly Attempt[] = [...attempts, { gate, number: Number.POSITIVE_INFINITY, verdict, overrides: 'none' }];
  const overrides = new Set(all.flatMap(({ overrides: one }) => (one === 'none' ? [] : one.split(', '))));
  const texts = repetitions.flatMap((told) => {
    const verdicts = [...upTo(gate).map((name) => verdictsOf(name, all, told)), ...notes].join(', ');
    if (overrides.size === 0) return [verdicts];
    return [`${verdicts}, with ${[...overrides].join(', ')}`, `${verdicts}, ${overrides.size} overrides`];
  });
  return texts.find(({ length }) => length <= longestSummary) ?? (texts.at(-1) ?? '').slice(0, longestSummary);
}

type Verdicts = readonly Attempt['verdict'][];

/** How a gate's verdicts are told if there are several: `fail then pass`, or `pass (attempt 2)`, or `pass (2)`. */
const repetitions: readonly ((verdicts: Verdicts) => string)[] = [
  (verdicts) => verdicts.join(' then '),
  (verdicts) => `${verdicts.at(-1)} (attempt ${verdicts.length})`,
  (verdicts) => `${verdicts.at(-1)} (${verdicts.length})`,
];

function verdictsOf(gate: GateName, all: readonly Attempt[], told: (verdicts: Verdicts) => string): string {
  const verdicts = all.filter((attempt) => attempt.gate === gate).map(({ verdict }) => verdict);
  return `${gate} ${verdicts.length < 2 ? (verdicts[0] ?? 'without evidence') : told(verdicts)}`;
}
