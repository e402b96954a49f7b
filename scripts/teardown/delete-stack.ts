import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { refusalOf } from '../accounts/aws-error';
import { asked, type RegionClients } from './aws';
import type { LivingStack } from './living-stacks';

/** A resource that could not be deleted. */
export interface FailedResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly reason: string;
}

/** How the deletion of a stack ended. */
export type DeletionEnd =
  | { readonly gone: true }
  | { readonly gone: false; readonly failed: readonly FailedResource[] };

export interface Deletion {
  readonly stack: LivingStack;
  readonly clients: RegionClients;
  /** Takes each event of the deletion once, oldest first. */
  readonly tell: (event: StackEvent) => void;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. */
  readonly pauseMs: number;
}

/** So many looks in a row may fail by throttling or the network: the deletion goes on without anybody who looks. */
const blindLooks = 12;

/** A deletion that has begun: it goes on whatever becomes of this program. */
export interface BegunDeletion {
  readonly stack: LivingStack;
  /** Follows it to its end. @throws the signal's reason; CodedError TAP6002 to TAP6009 if it can't be followed any more */
  readonly end: () => Promise<DeletionEnd>;
}

/**
 * Begins the deletion of a stack, or joins one that has begun already.
 *
 * No role is named: CloudFormation takes the one that the pipeline has deployed the stack with, which a person need not be
 * allowed to pass (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html).
 *
 * @throws CodedError TAP6002 to TAP6009 if CloudFormation refuses; nothing was begun then
 */
export async function beginDeletion(deletion: Deletion): Promise<BegunDeletion> {
  const { stack, clients } = deletion;
  const last = await lastEventBefore(deletion);
  if (stack.status !== 'DELETE_IN_PROGRESS') {
    const command = new DeleteStackCommand({ StackName: stack.id, ClientRequestToken: `teardown-${randomUUID()}` });
    await asked(clients, `cloudformation:DeleteStack of ${stack.name}`, () => clients.cloudFormation.send(command));
  }
  return { stack, end: () => follow(deletion, last) };
}

async function follow(deletion: Deletion, before: string | undefined): Promise<DeletionEnd> {
  const { stack, tell, signal, pauseMs } = deletion;
  const failed = new Map<string, FailedResource>();
  let last = before;
  for (let failures = 0; ; ) {
    await sleep(pauseMs, undefined, { signal });
    try {
      const events = await eventsSince(deletion, last);
      failures = 0;
      if (events.length === 0 && (await isGone(deletion))) return { gone: true };
      last = events.at(-1)?.EventId ?? last;
      for (const event of events) {
        tell(event);
        if (!isOfStack(event, stack)) keepFailure(failed, event);
        else if (event.ResourceStatus === 'DELETE_COMPLETE') return { gone: true };
        else if (event.ResourceStatus === 'DELETE_FAILED') return { gone: false, failed: reasons(failed, event) };
      }
    } catch (error) {
      failures += 1;
      const passing = ['throttled', 'unreachable'].includes(refusalOf((error as Error).cause));
      if (!passing || failures > blindLooks) throw error;
    }
  }
}

function isOfStack({ PhysicalResourceId, ResourceType }: StackEvent, { id }: LivingStack): boolean {
  return ResourceType === 'AWS::CloudFormation::Stack' && PhysicalResourceId === id;
}

/** CloudFormation tries some resources again: what counts is how a resource ended. */
function keepFailure(failed: Map<string, FailedResource>, event: StackEvent): void {
  const { LogicalResourceId: logicalId = '', PhysicalResourceId: physicalId = '', ResourceType: type = '' } = event;
  if (event.ResourceStatus === 'DELETE_FAILED') {
    failed.set(logicalId, { logicalId, physicalId, type, reason: event.ResourceStatusReason ?? 'no reason was given' });
  } else {
    failed.delete(logicalId);
  }
}

/** A stack may fail as a whole, by a role that is gone for example. */
function reasons(failed: ReadonlyMap<string, FailedResource>, event: StackEvent): readonly FailedResource[] {
  if (failed.size > 0) return [...failed.values()];
  const { LogicalResourceId: logicalId = '', PhysicalResourceId: physicalId = '', ResourceType: type = '' } = event;
  return [{ logicalId, physicalId, type, reason: event.ResourceStatusReason ?? 'no reason was given' }];
}

/** The last event before the deletion; of one that has begun already, the last before its beginning. */
async function lastEventBefore(deletion: Deletion): Promise<string | undefined> {
  const { stack } = deletion;
  const [newest, ...older] = await page(deletion, undefined).then(({ events }) => events);
  if (stack.status !== 'DELETE_IN_PROGRESS') return newest?.EventId;
  const all = newest === undefined ? [] : [newest, ...older];
  const begin = all.findIndex((event) => isOfStack(event, stack) && event.ResourceStatus === 'DELETE_IN_PROGRESS');
  return begin < 0 ? all.at(-1)?.EventId : all[begin + 1]?.EventId;
}

/** Events newer than that one, oldest first. */
async function eventsSince(deletion: Deletion, last: string | undefined): Promise<readonly StackEvent[]> {
  const found: StackEvent[] = [];
  let token: string | undefined;
  do {
    const { events, next } = await page(deletion, token);
    const known = events.findIndex(({ EventId }) => EventId === last);
    if (known >= 0) return [...found, ...events.slice(0, known)].reverse();
    found.push(...events);
    token = next;
  } while (token !== undefined);
  return found.reverse();
}

async function page({ stack, clients }: Deletion, NextToken: string | undefined) {
  const command = new DescribeStackEventsCommand({ StackName: stack.id, NextToken });
  const { StackEvents: events = [], NextToken: next } = await asked(clients, 'cloudformation:DescribeStackEvents', () =>
    clients.cloudFormation.send(command),
  );
  return { events, next };
}

/** Somebody else may have deleted it in the meantime: then no event comes. */
async function isGone({ stack, clients }: Deletion): Promise<boolean> {
  const command = new DescribeStacksCommand({ StackName: stack.id });
  const { Stacks } = await asked(clients, 'cloudformation:DescribeStacks', () => clients.cloudFormation.send(command));
  return Stacks?.[0]?.StackStatus === 'DELETE_COMPLETE';
}
