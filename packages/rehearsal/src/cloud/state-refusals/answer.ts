/** AWS takes the change not. */
export interface Refusal {
  readonly refused: string;
  /** Where AWS, or somebody whom it refused, says so. */
  readonly source: string;
}

/** What AWS would say is not known, or it does something that nothing here does: let through and told. */
export interface Told {
  readonly told: string;
}

/** What a rule says of a change; undefined: nothing speaks against it. */
export type Answer = Refusal | Told | undefined;
