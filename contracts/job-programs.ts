/**
 * The programs of the bundle that judge nothing but put an environment in order: what each finds and does stands in its job's
 * log. Each has the name of its folder in `checks/`, and of the build specification of its job.
 */
export const JOB_PROGRAMS = ['failed-creations', 'protection'] as const;

export type JobProgram = (typeof JOB_PROGRAMS)[number];
