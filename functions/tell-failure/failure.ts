/** A failed execution of the pipeline, as far as CodePipeline tells it. */
export interface Failure {
  readonly pipeline: string;
  readonly region: string;
  readonly execution: string;
  /** Absent where the source could not be read. */
  readonly commit?: Commit | undefined;
  /** Empty where CodePipeline names none. */
  readonly actions: readonly FailedAction[];
}

/** What was delivered: a commit, or the version of an object. */
export interface Commit {
  readonly id: string;
  /** First line of its message. */
  readonly subject?: string | undefined;
}

/** An action that failed, and what it says of it. */
export interface FailedAction {
  readonly stage: string;
  readonly action: string;
  /** As CodePipeline names it, for example `CodeBuild`. */
  readonly provider: string;
  readonly reason?: string | undefined;
  /** Where the action's own log or page is. */
  readonly link?: string | undefined;
  /** Whoever answered an approval; nobody did where it timed out. */
  readonly by?: string | undefined;
}
