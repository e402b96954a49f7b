import type { LocalCloud } from '../cloud/base/contracts';
import type { Emit } from '../events/events';
import type { Network } from '../network/network';
import type { FaultPlan } from './fault-plan';
import type { RehearsalOptions } from './options';
import type { StartCloud } from './start-cloud';
import type { Surroundings } from './surroundings';

/** What is shared by the parts of a run that need no cloud. */
export interface CommitContext {
  readonly options: RehearsalOptions;
  readonly surroundings: Surroundings;
  readonly workDir: string;
  readonly faults: FaultPlan;
  readonly emit: Emit;
  /** The way out for what is executed. */
  readonly network: Network;
  readonly signal: AbortSignal;
}

/** What the parts of one run share. */
export interface RunContext extends CommitContext {
  readonly startCloud: StartCloud;
  /** Called as soon as there is a cloud, so that it can be stopped whatever happens next. */
  readonly onCloud: (cloud: LocalCloud) => void;
}
