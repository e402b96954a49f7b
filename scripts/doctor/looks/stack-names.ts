import { isForeign } from '../foreign-stacks';
import type { Look } from '../look';
import { accountOf, placesOf } from '../places-of';

/**
 * Whether the stacks' own names are free, or held by what this delivery has deployed: a deployment updates whatever stack has the
 * name (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html).
 */
export const stackNames: Look = {
  name: 'stack names',
  actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
  questions: async ({ configuration: { application }, stacks }) =>
    placesOf(await stacks).map(({ place, stacks: ours }) => ({
      what: `whose the stacks are that are called ${ours.map(({ name }) => name).join(', ')}`,
      account: accountOf(place),
      region: place.region,
      ask: async (aws) => {
        const foreign = await Promise.all(ours.map((one) => isForeign(aws, one, application)));
        return ours
          .filter((_, index) => foreign[index])
          .map(({ name }) => ({
            code: 'TAP6192',
            what: `stack ${name} is somebody else's, and a deployment of ours would turn it into another one`,
            todo: 'look who made it: give this copy an account of its own, or other names of its environments and another region',
            runbook: 'first-deployment',
          }));
      },
    })),
};
