/** What a tool reports about one copy. */
export interface Report {
  /** Name of the copy. */
  readonly file: string;
  /** Of the rule, for example `E3031` or `CKV_AWS_18`. */
  readonly id: string;
  /** Logical id. @default - the template as a whole */
  readonly resource?: string;
  readonly message: string;
}
