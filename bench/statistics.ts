/** @throws Error if there are no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('no median of nothing');
  return (lower + upper) / 2;
}

/**
 * Measures two things in turn, A B A B ..., so that a machine whose speed drifts treats both alike.
 *
 * @returns the values of each
 */
export async function alternate(
  rounds: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<{ readonly first: readonly number[]; readonly second: readonly number[] }> {
  const values = { first: [] as number[], second: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    values.first.push(await first());
    values.second.push(await second());
  }
  return values;
}
