/** What the function is given at deployment, as JSON in one environment variable. */
export interface TellFailureSettings {
  /** Topic of the whole pipeline: for what belongs to no environment, and for environments that name nobody. */
  readonly topic: string;
  /** Topics of environments that name whom to tell, by the environment. */
  readonly topics: Readonly<Record<string, string>>;
  /** The environments that a stage deploys or promotes into; a stage that is not here belongs to the whole pipeline. */
  readonly stages: Readonly<Record<string, readonly string[]>>;
  /** Address of a runbook, with `{runbook}` in place of its name. */
  readonly runbooks: string;
}

/** The environment variable that holds the settings. */
export const settingsVariable = 'SETTINGS';
