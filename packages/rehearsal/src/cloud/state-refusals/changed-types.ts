import type { Answer } from './answer';
import type { TypeChanges } from './change';

/**
 * A resource keeps its type for as long as it keeps its logical id, a custom one too
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-update.html, ResourceType): the change set fails.
 */
export function changedTypes({ kinds }: TypeChanges): Answer {
  const resources = Object.keys(kinds).sort();
  if (resources.length === 0) return undefined;
  return {
    refused: `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${resources.join(', ')}]`,
    source: 'https://github.com/aws/aws-sam-cli/issues/6786',
  };
}
