/** What the command line asks for. */
export interface RehearsalOptions {
  /** Answers every approval with yes. */
  readonly yes: boolean;
  /** The last stage to carry out. @default - all of them */
  readonly until?: string;
  /** Revision to rehearse. @default - HEAD */
  readonly commit?: string;
  /** A snapshot of the working tree instead of a commit. */
  readonly workingTree: boolean;
  /** Revision whose pipeline is in place before the push. @default - the rehearsed one */
  readonly deployed?: string;
  /** Revision that stands deployed before the push: its pipeline, and its stacks, tasks and data in every environment. @default - none */
  readonly from?: string;
  /** Load profile for the load tests, at its full length. @default - what each environment says, shortened */
  readonly profile?: string;
  /** Names of faults to apply. */
  readonly faults: readonly string[];
  /** Whether the work folder stays. */
  readonly keep: boolean;
  /** Whether the local cloud stays after the verdict, until the run is interrupted. */
  readonly hold: boolean;
  /** Folder of the CDK app to rehearse, absolute. @default - this repository */
  readonly project?: string;
  /** Stack of the pipeline, where the app has several. @default - what the repository tells, or the only one */
  readonly pipeline?: string;
  /** Environment variables for the installation, for synth, and for the deployment of the pipeline's stack. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Environment variables that build projects have beside what was deployed, as if set by hand. @default - none */
  readonly jobVariables?: Readonly<Record<string, string>>;
  /** Values of the pipeline's own variables, by name. @default - their default values */
  readonly pipelineVariables?: Readonly<Record<string, string>>;
  /** Folders of further repositories that the pipeline reads, absolute, by the names of their source actions. @default - none */
  readonly sources?: Readonly<Record<string, string>>;
  /** Hosts that what is executed may reach, beside registries; see `parseAllowedHost`. @default - none */
  readonly allowed?: readonly string[];
  /** Whether to say what of the pipeline can be carried out, and to do nothing else. @default false */
  readonly inventory?: boolean;
  /** Folder for the report, absolute. */
  readonly out: string;
}
