import { CloudFormationClient, GetTemplateCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { isNamed, ownershipOf, resourcesIn } from '../../contracts/ownership';
import { namePrefix } from '../../lib/config';
import type { AssemblyStack } from '../build/assembly';
import type { AwsPlace } from './aws-place';
import { stacksOf } from './stacks-of';

/**
 * Whether the name of a stack is held by one that is somebody else's, by the rule by which the pipeline looks before a
 * deployment. The stacks as synthesized tell more than the pipeline knows: of one that would have names of the application, a
 * living one without them is another copy's.
 */
export function isForeign(aws: AwsPlace, stack: AssemblyStack, application: string): Promise<boolean> {
  return aws.once(`owner of ${stack.name}`, async () => {
    const status = (await stacksOf(aws)).get(stack.name)?.StackStatus;
    // One in review holds nothing, and has no template yet.
    if (status === undefined || status === 'DELETE_COMPLETE' || status === 'REVIEW_IN_PROGRESS') return false;
    const command = new GetTemplateCommand({ StackName: stack.name, TemplateStage: 'Original' });
    const { TemplateBody: text = '' } = await aws.client(CloudFormationClient).send(command);
    // What is of no environment is the pipeline's, whose name begins all names that it chooses.
    const prefix = stack.stage === undefined ? `${application}-delivery` : namePrefix(application, stack.stage);
    const ownership = ownershipOf(text, { path: stack.path, namePrefix: prefix });
    if (ownership !== 'unproven') return ownership === 'foreign';
    return isNamed(Object.values(stack.template.Resources), prefix) && !isNamed(resourcesIn(text), prefix);
  });
}

/**
 * The stack of this name, unless it is known to be somebody else's: the look at the stacks' names tells of that one, and also where
 * nobody could see whose it is. None if there is none.
 */
export async function ownStack(aws: AwsPlace, stack: AssemblyStack, application: string): Promise<Stack | undefined> {
  const there = (await stacksOf(aws)).get(stack.name);
  if (there === undefined) return undefined;
  return (await isForeign(aws, stack, application).catch(() => false)) ? undefined : there;
}
