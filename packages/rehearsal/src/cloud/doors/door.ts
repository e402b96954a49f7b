import type { Difference } from '../../events/events';
import type { Owned } from '../deployed/deployed-stacks';

/** A public entrance of an environment, served on a port of 127.0.0.1. */
export interface Door {
  readonly environment: string;
  /** Host names as the templates have them: the one that AWS gives, then those that lead to it. */
  readonly hosts: readonly string[];
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly resource: Owned;
  /** What AWS would do and this door does not. */
  readonly differences: readonly Difference[];
  close(): Promise<void>;
}

/** One request through a door, for its metrics. */
export interface DoorRequest {
  readonly door: Pick<Door, 'environment' | 'resource'>;
  readonly status: number;
  readonly seconds: number;
}
