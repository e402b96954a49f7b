/** One value that differs. */
export interface Change {
  /** Such as `environments[1].region`. */
  readonly place: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The values in which two configurations differ, in their order; an absent one is `undefined`. */
export function changesBetween(before: unknown, after: unknown, place = ''): readonly Change[] {
  if (!isBranch(before) || !isBranch(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ place, before, after }];
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    changesBetween(
      before[key],
      after[key],
      Array.isArray(before) ? `${place}[${key}]` : `${place}.${key}`.replace(/^\./, ''),
    ),
  );
}

/** A list of texts is one value to whoever reads. */
function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(Array.isArray(value) && typeof value[0] === 'string');
}

/** One line for each change. */
export function describeChanges(changes: readonly Change[]): string {
  return changes.map(({ place, before, after }) => `  ${place}: ${shown(before)} -> ${shown(after)}`).join('\n');
}

function shown(value: unknown): string {
  return value === undefined ? '(none)' : JSON.stringify(value);
}
