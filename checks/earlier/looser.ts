import { longestLooser } from '../../contracts/approval';
import { looserThan } from '../../contracts/gates-as-passed';
import type { GateContext } from '../gate';
import { readHeldTo } from './held-to';
import { readLastPassed } from './last-passed';

/** What is looser than in the commit promoted before: all of it for the evidence, and as much as an approval has room for. */
export interface Looser {
  readonly all: string;
  readonly short: string;
}

/**
 * Compares with the last commit that passed the environment which a person may promote this one into: one that was held up
 * on the way is no measure for the next.
 *
 * @throws CodedError TAP3012 if that commit's gates can't be read
 */
export async function readLooser({ settings, job }: GateContext): Promise<Looser> {
  const into = job.variables.PROMOTED_INTO;
  if (!into) return same('Nobody is asked to promote from here.');
  const before = await readLastPassed(settings.evidenceBucket, into);
  if (!before) return same(`First into ${into}, or the record of the one before is gone.`);
  const found = looserThan(before.gates, readHeldTo(job.programFolder));
  const than = before.commit.slice(0, 7);
  if (found.length === 0) return same(`No gate is looser than in ${than}.`);
  return { all: `Looser than in ${before.commit}: ${found.join('; ')}.`, short: shortened(than, found) };
}

function same(text: string): Looser {
  return { all: text, short: text };
}

/** As many as there is room for, and how many more there are. */
function shortened(than: string, found: readonly string[]): string {
  for (const begin of [`Looser than in ${than}`, 'Looser']) {
    for (let shown = found.length; shown > 0; shown -= 1) {
      const more = found.length - shown;
      const text = `${begin}: ${found.slice(0, shown).join('; ')}${more > 0 ? `, ${more} more` : ''}.`;
      if (text.length <= longestLooser) return text;
    }
  }
  return `Looser than in ${than}: ${found.length} things, see the evidence.`;
}
