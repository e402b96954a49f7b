/**
 * One step of the schema. MySQL commits around every statement that changes a table, so a step that breaks off can't be
 * undone: each statement must do no harm when it is run again.
 */
export interface Migration {
  /** Unique and ascending; never changed once it was deployed. */
  readonly id: number;
  readonly name: string;
  readonly statements: readonly MigrationStatement[];
}

export interface MigrationStatement {
  readonly sql: string;
  readonly values?: readonly unknown[];
}
