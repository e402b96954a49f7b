import type { Answer } from './answer';
import type { ResourceChange } from './change';

/** What AWS refuses about a resource because of what is deployed. */
export interface Rule {
  /**
   * The types at whose changes the rule looks, and for each the types of deployed resources that it wants to see beside. A rule
   * without it looks at each change that an update makes, and sees that resource alone.
   */
  readonly looksAt?: Readonly<Record<string, readonly string[]>>;
  judge(change: ResourceChange): Answer | Promise<Answer>;
}
