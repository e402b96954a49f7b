import { jStat } from 'jstat';

/** How certain a bound is: the true share lies beyond it in one case of twenty at most. */
const confidence = 0.95;

/** Answers of some kind, among all that there were. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** Between what the true share lies. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The exact one-sided bounds of a share by Clopper and Pearson, each with the confidence above. Exact, because near 0 the
 * normal approximation calls too few samples enough.
 * https://doi.org/10.1093/biomet/26.4.404
 */
export function boundsOf({ count, of }: Share): Bounds {
  if (of === 0) return { lower: 0, upper: 1 };
  return {
    lower: count === 0 ? 0 : jStat.beta.inv(1 - confidence, count, of - count + 1),
    upper: count === of ? 1 : jStat.beta.inv(confidence, count + 1, of - count),
  };
}

/** Where a share stands to its limit: for certain on one side of it, or on neither. */
export type Standing = 'under' | 'over' | 'undecided';

/** Where several shares stand together: over if one is, under only if all are. */
export function together(standings: readonly Standing[]): Standing {
  if (standings.includes('over')) return 'over';
  return standings.includes('undecided') ? 'undecided' : 'under';
}

export function standing(share: Share, limit: number): Standing {
  const { lower, upper } = boundsOf(share);
  if (upper < limit) return 'under';
  return lower > limit ? 'over' : 'undecided';
}
