/** A value and how many samples of it there were. */
export type Sample = readonly [value: number, count: number];

/**
 * The percentile of weighted samples: nearest ranks, with linear interpolation between the two of them.
 *
 * CloudWatch does not document its algorithm; this is the one of the emulator, so that alarm and GetMetricData agree.
 *
 * @param percent 0 to 100
 */
export function percentile(samples: readonly Sample[], percent: number): number | undefined {
  const ordered = samples.filter(([, count]) => count > 0).sort(([one], [other]) => one - other);
  const last = ordered.at(-1);
  if (!last) return undefined;
  const total = ordered.reduce((sum, [, count]) => sum + count, 0);
  const rank = (percent / 100) * Math.max(total - 1, 0);
  const at = (index: number): number => {
    let seen = 0;
    for (const [value, count] of ordered) {
      seen += count;
      if (index < seen) return value;
    }
    return last[0];
  };
  const lower = at(Math.floor(rank));
  const upper = at(Math.floor(rank) + 1);
  return lower + (rank - Math.floor(rank)) * (upper - lower);
}
