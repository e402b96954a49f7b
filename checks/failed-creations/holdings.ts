import type { StackEvent } from './stack-record';

/** What a stack's events say of its resources: the newest of each, in the order in which they were made. */
function lastOfEach(events: readonly StackEvent[]): readonly StackEvent[] {
  const last = new Map<string, StackEvent>();
  for (const event of events.filter(({ ofStack }) => !ofStack).reverse()) last.set(event.logicalId, event);
  return [...last.values()];
}

/** What a stack holds, and what it left where it was, as its events say. */
export function heldBy(events: readonly StackEvent[]): readonly StackEvent[] {
  return lastOfEach(events).filter(({ physicalId, status }) => physicalId !== '' && status !== 'DELETE_COMPLETE');
}

/** What a deletion left where it was. */
export function skippedIn(events: readonly StackEvent[]): readonly StackEvent[] {
  return lastOfEach(events).filter(({ status }) => status === 'DELETE_SKIPPED');
}

/**
 * Types whose kept resources stand in nobody's way: they have no name, or the stacks leave the name to CloudFormation, which
 * makes a new one each time.
 */
const unnamed = [
  'AWS::KMS::Key',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SecretsManager::Secret',
];

/**
 * Whether the next creation may find the name of what was kept taken.
 *
 * `RetainExceptOnCreate` lets go in the rollback of the creation alone, not in a deletion that follows because that rollback
 * failed (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html).
 */
export function maybeNamed({ type }: Pick<StackEvent, 'type'>): boolean {
  return !unnamed.includes(type);
}
