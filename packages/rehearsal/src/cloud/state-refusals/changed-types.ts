import type { Answer } from './answer';
import type { TypeChanges } from './change';

/**
 * A resource keeps its type for as long as it keeps its logical id
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html). Between custom resources it may change.
 */
export function changedTypes({ kinds }: TypeChanges): Answer {
  const changed = Object.entries(kinds).filter(([, types]) => !types.every((type) => type.startsWith('Custom::')));
  if (changed.length === 0) return undefined;
  const resources = changed.map(([logicalId]) => logicalId).sort();
  return {
    refused: `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${resources.join(', ')}]`,
    source: 'https://github.com/aws/aws-sam-cli/issues/6786',
  };
}
