import type { DeliveryConfiguration } from '../../lib/config';
import type { Pin } from '../../lib/config/pin';
import type { AssemblyStack } from '../build/assembly';
import type { AwsPlace } from './aws-place';

/** Something that would stop a delivery, as a look found it. */
export interface Problem {
  /** Code of `docs/errors.md`. */
  readonly code: string;
  readonly what: string;
  /** What somebody does about it. */
  readonly todo: string;
  /** Name of a page in `docs/runbooks`, without its ending. */
  readonly runbook?: string;
}

/** One thing that is looked at in one account and region: it is seen whole, or counts as not seen. */
export interface Question {
  /** What is looked at, in words. */
  readonly what: string;
  /** Absent where the configuration names no accounts. */
  readonly account?: string;
  readonly region: string;
  /**
   * Looks, and never writes.
   *
   * @throws whatever the AWS client threw, or a CodedError with the reason, which makes it a thing that was not seen
   */
  readonly ask: (aws: AwsPlace) => Promise<readonly Problem[]>;
}

/** What the looks go by. */
export interface Subject {
  readonly configuration: DeliveryConfiguration;
  /** The synthesized stacks; synthesis goes on while looks that don't need it ask already. */
  readonly stacks: Promise<readonly AssemblyStack[]>;
  /** What is pinned. @default - nothing */
  readonly pin?: Pin;
  /** Now. */
  readonly now: Date;
}

/** One kind of thing that the doctor looks at. */
export interface Look {
  readonly name: string;
  /** Rights that it needs, as IAM names the actions. */
  readonly actions: readonly string[];
  readonly questions: (subject: Subject) => Promise<readonly Question[]>;
}
