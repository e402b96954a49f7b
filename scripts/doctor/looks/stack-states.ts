import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Look, Problem } from '../look';
import { accountOf, placesOf } from '../places-of';
import { stacksOf } from '../stacks-of';

/** Longer than any deployment of one stack takes that goes well, in minutes: the slowest are clusters and distributions. */
const LONGEST_MINUTES = 90;

/**
 * Whether the delivery's stacks are in states that the next deployment can go on from. What to do is AWS's own advice
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html), and the runbooks'.
 */
export const stackStates: Look = {
  name: 'stack states',
  actions: ['cloudformation:DescribeStacks'],
  questions: async ({ stacks, now }) =>
    placesOf(await stacks).map(({ place, stacks: ours }) => ({
      what: `states of ${ours.map(({ name }) => name).join(', ')}`,
      account: accountOf(place),
      region: place.region,
      ask: async (aws) => {
        const there = await stacksOf(aws);
        return ours.flatMap(({ name, stage }) => {
          const stack = there.get(name);
          return stack === undefined ? [] : problemOf(stack, name, stage, now);
        });
      },
    })),
};

function problemOf(stack: Stack, name: string, stage: string | undefined, now: Date): readonly Problem[] {
  const status = String(stack.StackStatus);
  const what = `stack ${name} is in ${status}`;
  if (neverComplete.has(status)) {
    const todo =
      stage === undefined
        ? 'mend the cause, delete the stack as the runbook says, and deploy once more'
        : 'mend the cause and retry the stage: the pipeline deletes such a stack before it deploys';
    return [{ code: 'TAP6121', what: `${what}: it never was complete`, todo, runbook: 'first-deployment' }];
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    const todo = 'continue the rollback; never delete the stack, it lives and holds data';
    return [{ code: 'TAP6122', what, todo, runbook: 'update-rollback-failed' }];
  }
  if (status === 'DELETE_FAILED') {
    const todo = 'look at what could not be deleted, and finish the deletion or deploy again';
    return [{ code: 'TAP6123', what, todo, runbook: 'environment-removed' }];
  }
  // A deletion has a time of its own; the others began with the last update, or with the stack.
  const since = status === 'DELETE_IN_PROGRESS' ? stack.DeletionTime : (stack.LastUpdatedTime ?? stack.CreationTime);
  if (!status.endsWith('_IN_PROGRESS') || since === undefined) return [];
  const minutes = Math.floor((now.getTime() - since.getTime()) / 60_000);
  if (minutes < LONGEST_MINUTES) return [];
  const todo = 'look at what it waits for';
  return [{ code: 'TAP6124', what: `${what} for ${minutes} minutes`, todo, runbook: 'deployment-hangs' }];
}

/**
 * States in which CodePipeline updates no stack, because there never was one
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html).
 */
const neverComplete = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED']);
