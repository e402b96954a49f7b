import type { LocalCloud } from '../cloud/base/contracts';
import type { Difference } from '../events/events';
import type { WayOut } from '../network/network';
import type { Gates } from './codebuild/gates';
import type { Machine } from './codebuild/machine';
import type { SourceVersions } from './source-versions';

/** The revision that is rehearsed. */
export interface Revision {
  /** Folder of a clone that has the commit; never the user's own tree. */
  readonly repository: string;
  /** Folder in it that is taken for the whole repository. @default - all of it is */
  readonly root?: string;
  /** Full commit id. */
  readonly commit: string;
  /** First line of its message. */
  readonly subject: string;
  /** ISO 8601. */
  readonly authorDate: string;
}

/** What the executors of one run share. */
export interface ExecutorContext {
  readonly cloud: Pick<LocalCloud, 'awsVariables' | 'project' | 'deployStack' | 'backing'>;
  readonly machine: Machine;
  readonly wayOut: WayOut;
  /** How the pipeline's gates say what they saw; undefined: nobody told, so a job has passed if it ended with 0. */
  readonly gates: Gates | undefined;
  /** Folder for jobs and images; below the run's work folder. */
  readonly workDir: string;
  /** Folder of the rehearsal's report: logs and the reports of jobs go there. */
  readonly reportDir: string;
  readonly revision: Revision;
  /** What source actions of further repositories read, by the names of those that were given a folder. */
  readonly sources: ReadonlyMap<string, Revision>;
  /** Versions of sources, as CodeBuild is told them. */
  readonly sourceVersions: SourceVersions;
  /** How many times faster than AWS the run's clock goes. */
  readonly clockFactor: number;
  /** Variables of the person's that every job gets where nothing else sets them; each is a difference, and no value of them is told. */
  readonly personVariables: Readonly<Record<string, string>>;
  /** Variables that every job gets beyond its own, each a difference. */
  readonly addedVariables: Readonly<Record<string, string>>;
  /** Variables that a person would set in build projects by hand; each is a difference, and no value of them is told. */
  readonly handSetVariables: Readonly<Record<string, string>>;
  /** Looks at an artifact that a build has put out, for tools of other versions than AWS would have. */
  readonly inspectOutput: (folder: string, signal: AbortSignal) => Promise<readonly Difference[]>;
  /** Whether the folders of jobs stay. */
  readonly keep: boolean;
}
