/** The candidate that needs the fewest single-character edits, for "did you mean". */
export function nearest(text: string, candidates: readonly string[]): string {
  const ranked = candidates.map((candidate) => ({ candidate, edits: distance(text, candidate) }));
  ranked.sort((one, other) => one.edits - other.edits);
  return ranked
    .map(({ candidate }) => candidate)
    .join('\n')
    .split('\n', 1)
    .join();
}

/** Levenshtein distance, row by row. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const substitution = Number(row[column]) + Number(letter !== other);
      next.push(Math.min(Number(row[column + 1]) + 1, Number(next[column]) + 1, substitution));
    }
    row = next;
  }
  return Number(row[to.length]);
}
