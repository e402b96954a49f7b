import type { JourneySteps } from '../../contracts/journey-steps';
import type { Profile } from '../../loadtests/lib/profile';
import type { Thresholds } from '../../loadtests/lib/thresholds';
import type { ProcessEnd } from './bounded-process';
import type { K6Plan } from './k6-plan';
import type { Samples } from './samples';

/** Everything that is known about one load. The verdict is a function of this and of nothing else. */
export interface LoadRecord {
  readonly runId: string;
  /** The profile as it was carried out. */
  readonly profile: Profile;
  /** Seconds of load that the profile's file asks for. */
  readonly writtenSeconds: number;
  /** What the journey must consist of. */
  readonly steps: JourneySteps;
  readonly thresholds: Thresholds;
  /** What tasks of the deployed image tell in `x-revision`; undefined where it is not told. */
  readonly revision?: string | undefined;
  /** Whether API Gateway may answer what is the same for all shoppers from its cache. */
  readonly apiCache: boolean;
  /** The plan that k6 made of the scripts, or why it made none. */
  readonly plan: K6Plan | { readonly problem: string };
  /** The runs of k6, one after the other; none for want of a plan. */
  readonly runs: readonly LoadRun[];
  /** Size of the HTML report; 0 if there is none. */
  readonly reportBytes: number;
  /** What could not be kept, or sent again, beside what is here: reasons with codes. */
  readonly losses: readonly string[];
  /** Name and version of the program that generated the load, in its own words. */
  readonly generator: string;
  /** Names the machine that generates the load, for a person: its name and how many processors it has. */
  readonly machine: string;
  /** Just before k6 was started. */
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** One run of k6: the whole profile from its first journey to its last. */
export interface LoadRun {
  readonly end: Pick<ProcessEnd, 'code' | 'signal' | 'stoppedByClock' | 'stderr'>;
  /** What told the job to end before the load was over, for example SIGTERM. */
  readonly toldToEnd?: string | undefined;
  /** Why the load was ended before its time, because more of it would say nothing new: the rest of a sentence. */
  readonly endedEarly?: string | undefined;
  /** Seconds that k6 was given. */
  readonly limitSeconds: number;
  readonly samples: Samples;
  /** A complete sentence if the samples could not be read to their end. */
  readonly samplesProblem: string | undefined;
  /** Content of the summary file, if there is one. */
  readonly summary: string | undefined;
  /** Lines of k6's log, each one a JSON object; undefined if there is none. */
  readonly log: readonly string[] | undefined;
}
