/** The change is refused. */
export interface Refusal {
  readonly refused: string;
  /** Where AWS, or somebody whom it refused, says so. */
  readonly source: string;
}

/** Whether it is refused is not known, or more follows from it than happens here: let through and told. */
export interface Told {
  readonly told: string;
}

/** What a rule says of a change; undefined: nothing speaks against it. */
export type Answer = Refusal | Told | undefined;
