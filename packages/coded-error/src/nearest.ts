/** The candidate that needs the fewest single-character edits, for "did you mean". There must be one. */
export function nearest(text: string, candidates: readonly string[]): string {
  return candidates.reduce((best, candidate) => (distance(text, candidate) < distance(text, best) ? candidate : best));
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
