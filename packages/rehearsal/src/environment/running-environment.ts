import type { BackingWithFaults } from '../cloud/backing/backing';
import type { LocalCloud } from '../cloud/base/contracts';
import type { DeployableStack } from '../model/deployable-stack';

/** One environment of a commit, deployed on this machine without a pipeline around it. */
export interface RunningEnvironment {
  readonly environment: string;
  readonly cloud: LocalCloud;
  readonly backing: BackingWithFaults;
  /** In the order in which they were deployed. */
  readonly stacks: readonly DeployableStack[];
  /** By stack name, then output. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
