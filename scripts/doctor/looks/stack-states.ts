import type { Stack } from '@aws-sdk/client-cloudformation';
import { conditionOf } from '../../../checks/failed-creations/condition';
import type { AssemblyStack } from '../../build/assembly';
import { ownStack } from '../foreign-stacks';
import type { Look, Problem } from '../look';
import { accountOf, placesOf } from '../places-of';

/** Longer than any deployment of one stack takes that goes well, in minutes: the slowest are clusters and distributions. */
const longestMinutes = 90;

/**
 * Whether the delivery's stacks are in states that the next deployment can go on from, by the same rule as the pipeline's
 * job that looks before each deployment. What to do is AWS's own advice
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html), and the runbooks'.
 */
export const stackStates: Look = {
  name: 'stack states',
  actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
  questions: async ({ configuration: { application }, stacks, now }) =>
    placesOf(await stacks).map(({ place, stacks: ours }) => ({
      what: `states of ${ours.map(({ name }) => name).join(', ')}`,
      account: accountOf(place),
      region: place.region,
      ask: async (aws) => {
        const there = await Promise.all(ours.map((one) => ownStack(aws, one, application)));
        return ours.flatMap((one, index) => {
          const stack = there[index];
          return stack === undefined ? [] : problemOf(stack, one, now);
        });
      },
    })),
};

function problemOf(stack: Stack, { name, stage, region }: AssemblyStack, now: Date): readonly Problem[] {
  const status = String(stack.StackStatus);
  // Gone is not there, for the job as well.
  if (status === 'DELETE_COMPLETE') return [];
  const what = `stack ${name} is in ${status}`;
  switch (conditionOf(status)) {
    case 'ready':
      return [];
    case 'busy':
      return hanging(stack, status, what, now);
    case 'perhaps a failed creation':
      return [stage === undefined ? ofPipeline(status, what) : ofStage(status, what)];
    case 'blocked':
      return [blocked(status, what, `--stack-name ${name} --region ${region}`)];
  }
}

function hanging(stack: Stack, status: string, what: string, now: Date): readonly Problem[] {
  // A deletion has a time of its own; the others began with the last update, or with the stack.
  const since = status === 'DELETE_IN_PROGRESS' ? stack.DeletionTime : (stack.LastUpdatedTime ?? stack.CreationTime);
  if (since === undefined) return [];
  const minutes = Math.floor((now.getTime() - since.getTime()) / 60_000);
  if (minutes < longestMinutes) return [];
  const todo = 'look at what it waits for';
  return [{ code: 'TAP6124', what: `${what} for ${minutes} minutes`, todo, runbook: 'deployment-hangs' }];
}

function ofStage(status: string, what: string): Problem {
  if (status === 'DELETE_FAILED') {
    const todo = 'look at what could not be deleted, and finish the deletion or deploy again';
    return { code: 'TAP6123', what, todo, runbook: 'environment-removed' };
  }
  const todo =
    'mend the cause and retry the stage, all of its actions: the first of them deletes such a stack before the others deploy';
  return { code: 'TAP6121', what: `${what}: it never was complete`, todo, runbook: 'first-deployment' };
}

/** Of the pipeline's own stacks, which no pipeline deletes; the CDK deletes two kinds of them before it deploys. */
function ofPipeline(status: string, what: string): Problem {
  const again = 'npx cdk deploy PipelineStack';
  const runbook = 'first-deployment';
  const todo = deletedByCdk.has(status)
    ? `mend the cause and run ${again} again: it deletes such a stack before it deploys`
    : `mend the cause, delete the stack by the command of the runbook, and run ${again} again`;
  return status === 'DELETE_FAILED'
    ? { code: 'TAP6123', what, todo, runbook }
    : { code: 'TAP6121', what: `${what}: it never was complete`, todo, runbook };
}

/** https://github.com/aws/aws-cdk-cli/blob/main/packages/%40aws-cdk/toolkit-lib/lib/api/cloudformation/stack-helpers.ts */
const deletedByCdk = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED']);

function blocked(status: string, what: string, options: string): Problem {
  if (status === 'REVIEW_IN_PROGRESS') {
    const todo = 'if nobody waits for its change set, delete the stack';
    return { code: 'TAP6121', what: `${what}: it never was complete`, todo, runbook: 'first-deployment' };
  }
  const runbook = 'update-rollback-failed';
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    const todo = 'continue the rollback; never delete the stack, it lives and holds data';
    return { code: 'TAP6122', what, todo, runbook };
  }
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
  const how =
    status === 'UPDATE_FAILED'
      ? `roll the update back: aws cloudformation rollback-stack ${options}`
      : `see its events for what failed: aws cloudformation describe-stack-events ${options}`;
  const todo = `${how}; never delete the stack, it may hold data`;
  return { code: 'TAP6129', what: `${what}: no deployment can go on from there`, todo, runbook };
}
