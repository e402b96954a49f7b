import type { Row, Rows } from '../cloud/database/rows';

/** How many of the rows from before are still there, and where others were. */
export interface Compared {
  readonly before: number;
  readonly after: number;
  /** A sentence for each table that lost rows. */
  readonly lost: readonly string[];
}

/**
 * Looks for every row of before in what is there now, with the same values. A column, a row or a table may have been added; where a
 * column is gone, so are its values.
 *
 * @param before by cluster
 */
export function compareRows(before: ReadonlyMap<string, Rows>, now: ReadonlyMap<string, Rows>): Compared {
  const lost: string[] = [];
  let [all, left] = [0, 0];
  for (const [cluster, tables] of before) {
    for (const [table, rows] of tables) {
      const found = now.get(cluster)?.get(table);
      const kept = [...rows].filter(([key, row]) => isKept(row, found?.get(key))).length;
      all += rows.size;
      left += kept;
      if (kept < rows.size) lost.push(whatWasLost(table, rows, found, kept));
    }
  }
  return { before: all, after: left, lost };
}

function isKept(before: Row, now: Row | undefined): boolean {
  return now !== undefined && Object.entries(before).every(([column, value]) => now[column] === value);
}

function whatWasLost(
  table: string,
  before: ReadonlyMap<string, Row>,
  now: ReadonlyMap<string, Row> | undefined,
  kept: number,
): string {
  const rows = `${before.size - kept} of ${before.size} rows of ${table}`;
  if (now === undefined) return `${rows} are gone, and so is the table`;
  const gone = [...before.keys()].filter((key) => !now.has(key)).length;
  const other = before.size - kept - gone;
  return `${rows} are not what they were: ${gone} are gone, ${other} have other values`;
}
