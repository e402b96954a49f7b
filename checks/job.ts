/** Where a gate's program runs; tests put their own in its place. */
export interface Job {
  /** Folder of the program: manifests, k6 and load tests lie beside it. */
  readonly programFolder: string;
  /** Folder that the results are written to. */
  readonly workFolder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Prints one line of progress. */
  say(line: string): void;
  /** Aborted when the job is told to end, by the signal's name, or its program broke, by `Broken`. */
  readonly signal: AbortSignal;
}
