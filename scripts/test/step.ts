/** One part of a test command: a program and how it is called. */
export interface Step {
  readonly name: string;
  /** Arguments for Node: each step is a program of `node_modules`, called without a shell or npm in between. */
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of a successful run that a reader wants to see, by pattern. @default - none */
  readonly show?: RegExp;
  /** Where it leaves Jest's results, relative to the repository. @default - it doesn't run Jest */
  readonly results?: string;
}

/** Steps that follow each other. */
export type Lane = readonly Step[];

export interface StepResult {
  readonly step: Step;
  readonly passed: boolean;
  readonly seconds: number;
  /** Everything that it printed. */
  readonly output: string;
}
