import type { DeliveryData } from '../../lib/config';

/** Text that a team writes into a file of its copy. */
export interface SourceEdit {
  /** Relative to the repository. */
  readonly file: string;
  /** What stands in it, once. @default - all of it; the file need not be there */
  readonly replace?: string;
  /** What takes its place. */
  readonly by: string;
}

/** One configured copy: what a team changes, as data. */
export interface Row {
  /** In kebab-case, as `--only` takes it. */
  readonly name: string;
  /** What is configured, in a few words. */
  readonly description: string;
  /** What changes of the shipped configuration. @default - nothing */
  readonly configure?: (draft: DeliveryData) => void;
  /** What changes beside it: types, lint and all of the tests are then asked of this copy, too. @default - nothing */
  readonly source?: readonly SourceEdit[];
}
