import {
  CloudFormationClient,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import type { AwsPlace } from './aws-place';
import { stacksOf } from './stacks-of';

/** The living resources of a stack, none if there is no such stack; what its rollback left behind is not its any more. */
export function stackResources(aws: AwsPlace, StackName: string): Promise<readonly StackResourceSummary[]> {
  return aws.once(`resources of ${StackName}`, async () => {
    const living: StackResourceSummary[] = [];
    if (!(await stacksOf(aws)).has(StackName)) return living;
    const client = aws.client(CloudFormationClient);
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
      living.push(
        ...StackResourceSummaries.filter(
          ({ ResourceStatus = '' }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(ResourceStatus),
        ),
      );
    }
    return living;
  });
}

/** The living resources of a stack and of the stacks that are nested in it. */
export async function resourcesOfTree(aws: AwsPlace, stack: string): Promise<readonly StackResourceSummary[]> {
  const own = await stackResources(aws, stack);
  const nested = own
    .filter(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack')
    // arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/ID
    .flatMap(({ PhysicalResourceId }) => PhysicalResourceId?.split('/')[1] ?? []);
  const theirs = await Promise.all(nested.map((name) => resourcesOfTree(aws, name)));
  return [...own, ...theirs.flat()];
}
