import { looserVariable, summaryVariable } from '../../contracts/approval';
import type { GateContext } from '../gate';
import type { Onward } from '../gate-settings';
import { alsoBy, type Check, type Outcome } from '../outcome';
import { readAttempts } from './attempts';
import { coherenceChecks, type ExportedLoad } from './coherence';
import { readHeldTo } from './held-to';
import { storeLastPassed } from './last-passed';
import { readLooser } from './looser';
import { earlierChecks, summaryOf } from './summary';

/**
 * Adds to what the last gate of an environment has found what the gates before it have said in this execution, whether all of
 * them judged the same, and what is looser than in the commit promoted before; exports verdicts and what is looser for the
 * approval that follows. Once the evidence is stored, it keeps what the commit was held to.
 *
 * Whatever of this can't be done makes the outcome not judged, for the coded reason, and leaves it what was measured.
 *
 * @param load what the load test exported
 */
export async function withEarlier(
  outcome: Outcome,
  context: GateContext,
  load: ExportedLoad,
  { into, room }: Onward,
): Promise<Outcome> {
  const { settings, job, results } = context;
  const { evidenceBucket: bucket, environment, commit, gate } = settings;
  const attempts = await tried('what the gates before have said is read', () => readAttempts(settings));
  const held = await tried('what the commit is held to is read', () => readHeldTo(job.programFolder));
  const gates = held.answer;
  const looser = gates && (await readLooser({ bucket, into, held: gates, room: room.looser }));
  const said = attempts.answer ?? [];
  const earlier = attempts.answer ? [...earlierChecks(gate, said), ...coherenceChecks(context, load, said)] : [];
  const judged = alsoBy(outcome, [...earlier, ...attempts.checks, ...held.checks, ...(looser?.checks ?? [])]);
  const { verdict, notes } = judged;
  results.writeExport(summaryVariable, summaryOf({ gate, verdict, attempts: said, notes }, room.summary));
  if (looser) results.writeExport(looserVariable, looser.short);
  return {
    ...judged,
    subject: { ...outcome.subject, ...(looser && { looser: looser.all }) },
    oncePassed: gates && (() => storeLastPassed(bucket, environment, { commit, gates })),
  };
}

/** What came of something: an answer, or the check that says why there is none. */
interface Tried<Answer> {
  readonly answer?: Answer;
  readonly checks: readonly Check[];
}

async function tried<Answer>(name: string, work: () => Answer | Promise<Answer>): Promise<Tried<Answer>> {
  try {
    return { answer: await work(), checks: [] };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { checks: [{ name, status: 'not judged', detail }] };
  }
}
