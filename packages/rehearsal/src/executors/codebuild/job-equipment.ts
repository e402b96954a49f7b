import type { Difference } from '../../events/events';
import type { JobFolder } from './job-folder';

/** Something that has to be on a job's PATH, and what it has to say afterwards. */
export interface JobEquipment {
  /** Environment variables for the job. */
  readonly env: Readonly<Record<string, string>>;
  /** What it did in place of the real thing; `standIn` if an action with it has `stood in`. */
  report(): Promise<{ readonly differences: readonly Difference[]; readonly standIn?: string }>;
  /** Takes back what it left outside the job's folder; called however the job ends. */
  end(): Promise<void>;
}

/** Equips the jobs of privileged projects, which are those that build containers. */
export type Equip = (
  folder: JobFolder,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<JobEquipment>;
