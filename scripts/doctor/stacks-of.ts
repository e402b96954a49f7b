import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import type { AwsPlace } from './aws-place';

/** All stacks of an account and region, by name; deleted ones are none. One question for all looks that need them. */
export function stacksOf(aws: AwsPlace): Promise<ReadonlyMap<string, Stack>> {
  return aws.once('stacks', async () => {
    const stacks = new Map<string, Stack>();
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: aws.client(CloudFormationClient) }, {})) {
      for (const stack of Stacks) if (stack.StackName) stacks.set(stack.StackName, stack);
    }
    return stacks;
  });
}
