import type { Answer } from './answer';
import type { ChangeSetRequest } from './change';
import { trusts } from './trust';

/**
 * States in which no change set is made: something is still done to the stack, or it has to be deleted or its roll-back continued first
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html).
 */
const immovable = /^(?:ROLLBACK_COMPLETE|ROLLBACK_FAILED|UPDATE_ROLLBACK_FAILED|DELETE_FAILED|.*_IN_PROGRESS)$/;

/** What CloudFormation refuses of a change set before it looks at the template. */
export function changeSetRequest({ id, status, creates, role, roles }: ChangeSetRequest): Answer {
  if (!creates && immovable.test(status)) {
    return {
      refused: `Stack:${id} is in ${status} state and can not be updated.`,
      source: 'https://github.com/aws/aws-cli/issues/6216',
    };
  }
  if (role in roles && !trusts(roles[role], 'cloudformation.amazonaws.com')) {
    return {
      refused: `Role ${role} is invalid or cannot be assumed`,
      source: 'https://repost.aws/knowledge-center/cloudformation-role-arn-error',
    };
  }
  return undefined;
}
