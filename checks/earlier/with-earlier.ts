import { looserVariable, summaryVariable } from '../../contracts/approval';
import type { GateContext } from '../gate';
import { type Outcome, outcomeOf } from '../outcome';
import { readAttempts } from './attempts';
import { coherenceChecks, type ExportedLoad } from './coherence';
import { readLooser } from './looser';
import { earlierChecks, summaryOf } from './summary';

const worst = ['fail', 'not judged'] as const;

/**
 * Adds to what the last gate of an environment has found what the gates before it have said in this execution, whether all of
 * them judged the same, and what is looser than in the commit promoted before; exports verdicts and what is looser for the
 * approval that follows.
 *
 * @param load what the load test exported
 * @throws CodedError TAP3012 if their evidence can't be read
 */
export async function withEarlier(outcome: Outcome, context: GateContext, load: ExportedLoad): Promise<Outcome> {
  const { settings, results } = context;
  const attempts = await readAttempts(settings);
  const checks = [...earlierChecks(settings.gate, attempts), ...coherenceChecks(context, load, attempts)];
  const earlier = outcomeOf(checks, []);
  // Two verdicts, not one over all checks: gates that passed before say nothing for one that has looked at nothing itself.
  const verdict = worst.find((one) => [outcome.verdict, earlier.verdict].includes(one)) ?? 'pass';
  const looser = await readLooser(context);
  const judged: Outcome = {
    ...outcome,
    verdict,
    reasons: [...outcome.reasons, ...earlier.reasons],
    checks: [...outcome.checks, ...earlier.checks],
    subject: { ...outcome.subject, looser: looser.all },
  };
  results.writeExport(summaryVariable, summaryOf(settings.gate, verdict, attempts, outcome.notes));
  results.writeExport(looserVariable, looser.short);
  return judged;
}
