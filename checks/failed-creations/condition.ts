import type { StackEvent } from './stack-record';

/** What a stack's status means for the deployment that is about to start. */
export type Condition =
  /** A deployment can create or update it. */
  | 'ready'
  /** Something is being done to it. */
  | 'busy'
  /** Its creation failed; the events must confirm that it never was complete. */
  | 'perhaps a failed creation'
  /** No deployment can update it, and it may hold data: a person decides. */
  | 'blocked';

/**
 * Statuses in which a stack may never have been complete: a creation that failed, was rolled back or could not be; and a
 * deletion that failed, which may be that of such a stack.
 */
const perhapsFailedCreation = ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'];

/** Statuses after which CloudFormation takes an update. */
const ready = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
];

/**
 * What a status means.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-console-view-stack-data-resources-status-codes
 */
export function conditionOf(status: string): Condition {
  if (ready.includes(status)) return 'ready';
  if (perhapsFailedCreation.includes(status)) return 'perhaps a failed creation';
  // A change set that nobody has executed: it ends by a person's hand alone.
  if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') return 'busy';
  return 'blocked';
}

/**
 * Whether a stack's events show that it never was complete. They begin with its creation and are kept as long as it exists, so
 * a history without its beginning shows nothing.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 *
 * @returns undefined if they show it; else why they don't
 */
export function completedOnce(events: readonly StackEvent[]): string | undefined {
  const own = events.filter(({ ofStack }) => ofStack).map(({ status }) => status);
  const complete = own.find((status) => conditionOf(status) === 'ready');
  if (complete !== undefined) return `its events show ${complete}: it was complete once and may hold data`;
  const begun = own.some((status) => status === 'CREATE_IN_PROGRESS' || status === 'REVIEW_IN_PROGRESS');
  return begun
    ? undefined
    : 'its events do not reach back to its creation, so nothing shows that it never was complete';
}
