/** One request through a public door, and what came of it. */
export interface Visit {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Sends a few requests through every public door of an environment, as those do whom it serves. */
export interface Visitor {
  /** Every visit, whether it succeeded or not; never throws. */
  visit(): Promise<readonly Visit[]>;
}

/** The visits that did not succeed, by name. */
export function failedVisits(visits: readonly Visit[]): string[] {
  return visits.filter((visit) => !visit.ok).map(({ name }) => name);
}
