import { summaryVariable } from '../../contracts/approval';
import type { GateContext } from '../gate';
import { type Outcome, outcomeOf } from '../outcome';
import { readAttempts } from './attempts';
import { earlierChecks, summaryOf } from './summary';

const worst = ['fail', 'not judged'] as const;

/**
 * Adds to what the last gate of an environment has found what the gates before it have said in this execution, and exports
 * all of it for the approval that follows.
 *
 * @throws CodedError TAP3012 if their evidence can't be read
 */
export async function withEarlier(outcome: Outcome, { settings, results }: GateContext): Promise<Outcome> {
  const attempts = await readAttempts(settings);
  const earlier = outcomeOf(earlierChecks(settings.gate, attempts), []);
  // Two verdicts, not one over all checks: gates that passed before say nothing for one that has looked at nothing itself.
  const verdict = worst.find((one) => [outcome.verdict, earlier.verdict].includes(one)) ?? 'pass';
  const judged: Outcome = {
    ...outcome,
    verdict,
    reasons: [...outcome.reasons, ...earlier.reasons],
    checks: [...outcome.checks, ...earlier.checks],
  };
  results.writeExport(summaryVariable, summaryOf(settings.gate, verdict, attempts));
  return judged;
}
