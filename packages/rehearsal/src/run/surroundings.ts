import type { LoadConfiguration } from '../configuration/load';
import type { Machine } from '../executors/codebuild/machine';
import type { Terminal } from '../terminal/terminal';

/** What a rehearsal finds around it; the command line gives the real things. */
export interface Surroundings {
  /** Root of the repository: the package that holds the pipeline. */
  readonly root: string;
  /** Folder of the tools that set-up installed. */
  readonly toolsDir: string;
  /** Bytes that must be free for the work folder. */
  readonly neededBytes: number;
  /** What jobs get from this machine. */
  readonly lookAtMachine: () => Promise<Machine>;
  /** A new one for each run. */
  readonly openTerminal: () => Terminal;
  /** Where a person's answers come from and where a repeated question goes. */
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Reads what the rehearsed commit tells the rehearsal. @default - its own file, see `configurationFile` */
  readonly loadConfiguration?: LoadConfiguration;
  /** Where builds are kept for rehearsals with faults. @default - nowhere: every build is made */
  readonly buildsFolder?: string;
  /** Where the packages of commits are kept for later runs of the same repository. @default - nowhere: each run installs them */
  readonly installationsFolder?: string;
  /** Folder with cloud assemblies, a folder for each commit, for several runs of one process. @default - each run synthesizes */
  readonly assembliesFolder?: string;
}

/** Account of everything that names none. */
export const defaultAccount = '111111111111';
export const defaultRegion = 'us-east-1';
/** How many times faster than AWS the run's clock goes. */
export const clockFactor = 20;
