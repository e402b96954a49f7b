import type { GateEvidence } from '../../events/gate-evidence';

/** What a job that is a gate judges. Evidence of anything else is not its own. */
export interface GateIdentity {
  /** @default - the evidence of any gate counts */
  readonly gate?: string;
  readonly environment: string;
  readonly commit: string | undefined;
  readonly execution: string | undefined;
}

/** How long a load test's load lasted here, and how long it lasts on AWS, both in seconds. */
export interface LoadLength {
  readonly here: number;
  readonly onAws: number;
}

/** How the pipeline's gates say what they saw. */
export interface Gates {
  /** What a job judges, by its environment variables; undefined for a job that is no gate. */
  readonly identify: (variables: Readonly<Record<string, string>>) => GateIdentity | undefined;
  /** Folder below a job's source in which a gate leaves its evidence, a file of JSON for each. */
  readonly evidenceFolder: string;
  /** Patterns of the files that a gate leaves beside it, kept with the report. @default - none */
  readonly reports?: readonly string[];
  /** Reads one file of evidence; undefined for one that does not fit, which counts for nothing. */
  readonly read: (value: unknown) => GateEvidence | undefined;
  /** The length of its load, of evidence that is of a load test. @default - no load is known */
  readonly loadLength?: (evidence: GateEvidence) => LoadLength | undefined;
  /** Name of the measurement that counts alarms excused because nothing here can feed them. @default - none is */
  readonly excusedAlarms?: string;
}
