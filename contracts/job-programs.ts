/** What a job of an environment is called, be it a gate's or another one. */
export interface JobNames {
  /** The folder in `checks/`, the program in the bundle, and the build specification of the job. */
  readonly program: string;
  /** The pipeline's action; where several environments stand side by side, the environment's name comes before it. */
  readonly action: string;
}

/**
 * The jobs that judge nothing but put an environment in order: what each finds and does stands in its log.
 */
export const jobs = {
  failedCreations: { program: 'failed-creations', action: 'FailedCreations' },
  protection: { program: 'protection', action: 'Protection' },
} as const satisfies Readonly<Record<string, JobNames>>;

export type JobName = keyof typeof jobs;
export type JobProgram = (typeof jobs)[JobName]['program'];
