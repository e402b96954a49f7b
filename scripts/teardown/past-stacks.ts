import {
  DescribeStackEventsCommand,
  ListStacksCommand,
  type StackEvent,
  type StackSummary,
} from '@aws-sdk/client-cloudformation';
import { type AccountClients, asked, type RegionClients } from './aws';
import { type Kept, keptIn } from './kept';
import { ownTemplate, regionsOf } from './living-stacks';
import type { Subject } from './subject';

/** A stack of the environment that was deleted. CloudFormation tells of it for 90 days. */
export interface PastStack {
  readonly name: string;
  readonly region: string;
  readonly deletedAt?: Date;
  readonly kept: readonly Kept[];
}

/**
 * The deleted stacks of an environment, with what they have left behind: so nothing is lost where a teardown is interrupted or
 * repeated, on this machine or another.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 *
 * @throws CodedError TAP6002 to TAP6009 if CloudFormation refuses
 */
export async function findPastStacks(subject: Subject, clients: AccountClients): Promise<readonly PastStack[]> {
  const past: PastStack[] = [];
  for (const region of regionsOf(subject)) {
    const here = clients.in(region);
    for (const summary of await deletedLike(subject.name, here)) {
      const stack = await readPast(summary, subject, here);
      if (stack !== undefined) past.push(stack);
    }
  }
  return past;
}

async function deletedLike(environment: string, clients: RegionClients): Promise<readonly StackSummary[]> {
  const found: StackSummary[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'], NextToken });
    const page = await asked(clients, 'cloudformation:ListStacks', () => clients.cloudFormation.send(command));
    found.push(...(page.StackSummaries ?? []).filter(({ StackName }) => StackName?.startsWith(`${environment}-`)));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

async function readPast(
  { StackId: id = '', StackName: name = '', DeletionTime: deletedAt }: StackSummary,
  subject: Subject,
  clients: RegionClients,
): Promise<PastStack | undefined> {
  const template = await ownTemplate(id, name, subject, clients);
  if (template === undefined) return undefined;
  const { region } = clients;
  const resources = lastStates(await eventsOf(id, clients))
    .filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_SKIPPED' || ResourceStatus === 'DELETE_COMPLETE')
    .map(({ LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus }) => ({
      logicalId: LogicalResourceId ?? '',
      physicalId: PhysicalResourceId ?? '',
      type: ResourceType ?? '',
      skipped: ResourceStatus === 'DELETE_SKIPPED',
    }));
  const skipped = resources.filter((resource) => resource.skipped && resource.physicalId !== '');
  const deleted = resources.filter((resource) => !resource.skipped && resource.physicalId !== '');
  // Skipped by its policy, or by somebody who let it be retained. Of the deleted ones some have left a snapshot.
  const kept = [
    ...skipped.map(({ skipped: _, ...resource }) => ({ ...resource, fate: 'stays' as const })),
    ...keptIn(template, deleted).filter(({ fate }) => fate === 'leaves a snapshot'),
  ];
  return {
    name,
    region,
    deletedAt,
    kept: kept.map(({ logicalId, physicalId, type, fate }) => ({
      stack: name,
      region,
      logicalId,
      physicalId,
      type,
      fate,
      left: true,
      since: deletedAt,
    })),
  };
}

/** The newest event of each resource; events come newest first. */
function lastStates(events: readonly StackEvent[]): readonly StackEvent[] {
  const last = new Map<string, StackEvent>();
  for (const event of events) {
    const key = `${event.LogicalResourceId}/${event.PhysicalResourceId}`;
    if (!last.has(key)) last.set(key, event);
  }
  return [...last.values()];
}

async function eventsOf(id: string, clients: RegionClients): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  let NextToken: string | undefined;
  do {
    const command = new DescribeStackEventsCommand({ StackName: id, NextToken });
    const page = await asked(clients, 'cloudformation:DescribeStackEvents', () => clients.cloudFormation.send(command));
    events.push(...(page.StackEvents ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return events;
}
