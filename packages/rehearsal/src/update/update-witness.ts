import type { RunningEnvironment } from '../environment/running-environment';
import type { Visitor } from '../environment/visitor';

/** Whoever leaves something in an environment before its update, is served while it goes on, and looks for it afterwards. */
export interface UpdateWitness extends Visitor {
  /**
   * Writes data through the public doors, as a customer would.
   *
   * @throws Error if it was not taken
   */
  write(): Promise<void>;
  /** What of it is no longer there, or is another, a sentence for each. */
  missing(): Promise<readonly string[]>;
}

/** What a repository tells of its updates. */
export interface Update {
  /** Whoever is a customer of an environment while it is updated. */
  readonly witness: (environment: RunningEnvironment) => Promise<UpdateWitness>;
}
