import type { DeliveryData } from '../../lib/config';

/** Text that a team writes into a file of its copy. */
export interface SourceEdit {
  /** Relative to the repository. */
  readonly file: string;
  /** What stands in it, once. @default - all of it; the file need not be there */
  readonly replace?: string;
  /** What takes its place. */
  readonly by: string;
  /** Where the edit itself is written, for whoever has to mend it. @default - among the rows */
  readonly writtenIn?: string;
}

/** A heading of a page, for the diffs below it. */
export interface PageSection {
  /** Relative to the repository. */
  readonly page: string;
  /** Without its `#`. */
  readonly heading: string;
}

interface NamedRow {
  /** In kebab-case, as `--only` takes it. */
  readonly name: string;
  /** What is configured, in a few words. */
  readonly description: string;
  /** What changes beside the configuration and what pages show. @default - nothing */
  readonly source?: readonly SourceEdit[];
  /** True: the chain of actions is another one, so that `npm run docs` draws it anew. @default - false */
  readonly drawn?: boolean;
}

/** A row that does what pages say. */
interface ShownRow extends NamedRow {
  /**
   * The headings whose diffs are applied, one after the other, to the text of the shipped example and to the files beside it.
   */
  readonly asIn: readonly PageSection[];
  readonly configure?: never;
}

interface DataRow extends NamedRow {
  readonly asIn?: never;
  /** What changes of the shipped configuration. @default - nothing */
  readonly configure?: (draft: DeliveryData) => void;
}

/** One configured copy: what a team changes, as data. */
export type Row = ShownRow | DataRow;
