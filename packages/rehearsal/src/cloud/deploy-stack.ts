import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Capability,
  type CloudFormationClient,
  CloudFormationServiceException,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Stack,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { CodedError } from '@delivery/coded-error';
import type { StackDeployment, StackResult } from './base/contracts';
import { gatewayFailureCode } from './gateway/refused-call';
import { type FailedResource, StackFailed } from './stack-failed';

/** Longest wait for a stack, in milliseconds: what stands behind it may take half an hour, and as long again to roll back. */
const stackMs = 3_600_000;
const changeSetMs = 120_000;
/** The gateway holds polls itself; this pause only keeps a broken hold from spinning. */
const pauseMs = 20;
const unchanged = /didn't contain changes|No updates are to be performed/;

/**
 * Creates or updates a stack by change set and waits until it is at rest, as CodePipeline's CloudFormation action does. What is refused
 * is a request (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html) or a change set whose status is
 * `FAILED` (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html).
 *
 * @param client calls the gateway as the deployment's caller
 * @throws StackFailed if it did not reach a COMPLETE state
 * @throws TAP4311 if one of these was refused, by the local cloud in CloudFormation's place
 */
export async function deployStack(
  client: CloudFormationClient,
  deployment: StackDeployment,
  signal: AbortSignal,
): Promise<StackResult> {
  try {
    return await deploy(client, deployment, signal);
  } catch (error) {
    throw isRefusal(error) ? refusal(deployment.stack, refusalWords(error), error) : error;
  }
}

/** The gateway's own trouble is no refusal of CloudFormation's. */
function isRefusal(error: unknown): error is CloudFormationServiceException {
  return (
    error instanceof CloudFormationServiceException && error.$fault === 'client' && error.name !== gatewayFailureCode
  );
}

/** A name such as `InsufficientCapabilitiesException` says more than that the request was not valid. */
function refusalWords({ name, message }: CloudFormationServiceException): string {
  return name === 'ValidationError' ? message : `${name}: ${message}`;
}

function refusal(stack: string, words: string, cause?: unknown): CodedError {
  return new CodedError('TAP4311', `CloudFormation refuses a change set for ${stack}: ${words}`, { cause });
}

async function deploy(
  client: CloudFormationClient,
  deployment: StackDeployment,
  signal: AbortSignal,
): Promise<StackResult> {
  const { stack } = deployment;
  const before = await describe(client, stack, signal);
  const create = before === undefined || before.StackStatus === 'REVIEW_IN_PROGRESS';
  const name = `rehearsal-${randomUUID()}`;
  await client.send(
    new CreateChangeSetCommand({
      StackName: stack,
      ChangeSetName: name,
      ChangeSetType: create ? 'CREATE' : 'UPDATE',
      TemplateBody: deployment.template,
      Capabilities: [...deployment.capabilities] as Capability[],
      Parameters: Object.entries(deployment.parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Tags: Object.entries(deployment.tags).map(([Key, Value]) => ({ Key, Value })),
      RoleARN: deployment.roleArn,
    }),
    { abortSignal: signal },
  );
  const changeSet = { StackName: stack, ChangeSetName: name };
  const refused = await changeSetRefusal(client, changeSet, signal);
  if (refused !== undefined) {
    await client.send(new DeleteChangeSetCommand(changeSet), { abortSignal: signal });
    if (!unchanged.test(refused)) throw refusal(stack, refused);
    return { status: before?.StackStatus ?? '', unchanged: true, outputs: outputsOf(before) };
  }
  const [last] = await events(client, stack, undefined, signal);
  await client.send(new ExecuteChangeSetCommand(changeSet), { abortSignal: signal });
  const after = await atRest(client, stack, signal);
  const status = after.StackStatus ?? '';
  if (status !== 'CREATE_COMPLETE' && status !== 'UPDATE_COMPLETE') {
    throw new StackFailed(
      stack,
      status,
      await failures(client, stack, last?.EventId, signal),
      after.StackStatusReason ?? '',
    );
  }
  return { status, unchanged: false, outputs: outputsOf(after) };
}

/** Why the change set can't be executed; undefined if it can. */
async function changeSetRefusal(
  client: CloudFormationClient,
  changeSet: { readonly StackName: string; readonly ChangeSetName: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const until = Date.now() + changeSetMs;
  for (;;) {
    const { Status, StatusReason } = await client.send(new DescribeChangeSetCommand(changeSet), {
      abortSignal: signal,
    });
    if (Status === 'CREATE_COMPLETE') return undefined;
    if (Status === 'FAILED') {
      const reason = StatusReason ?? 'no reason given';
      return [reason, ...(await validationErrors(client, changeSet, reason, signal))].join('\n');
    }
    if (Date.now() > until)
      return `the change set is still ${Status ?? 'without status'} after ${changeSetMs / 1_000} s`;
    await sleep(pauseMs, undefined, { signal });
  }
}

/**
 * What pre-deployment validation has found, which the change set does not say
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html).
 */
async function validationErrors(
  client: CloudFormationClient,
  { ChangeSetName, StackName }: { readonly StackName: string; readonly ChangeSetName: string },
  reason: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!reason.includes('AWS::EarlyValidation')) return [];
  const command = new DescribeEventsCommand({ ChangeSetName, StackName, Filters: { FailedEvents: true } });
  const { OperationEvents = [] } = await client.send(command, { abortSignal: signal });
  return OperationEvents.map(
    ({ LogicalResourceId, ResourceType, ValidationStatusReason }) =>
      `${LogicalResourceId} (${ResourceType}): ${ValidationStatusReason}`,
  );
}

async function atRest(client: CloudFormationClient, stack: string, signal: AbortSignal): Promise<Stack> {
  const until = Date.now() + stackMs;
  for (;;) {
    const found = await describe(client, stack, signal);
    if (found === undefined) throw new StackFailed(stack, 'DELETE_COMPLETE', []);
    if (!found.StackStatus?.endsWith('IN_PROGRESS')) return found;
    if (Date.now() > until)
      throw new StackFailed(stack, found.StackStatus, [], `still so after ${stackMs / 60_000} minutes`);
    await sleep(pauseMs, undefined, { signal });
  }
}

async function describe(client: CloudFormationClient, stack: string, signal: AbortSignal): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }), { abortSignal: signal });
    return Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
      return undefined;
    throw error;
  }
}

/** What failed since that event, oldest first. */
async function failures(
  client: CloudFormationClient,
  stack: string,
  since: string | undefined,
  signal: AbortSignal,
): Promise<FailedResource[]> {
  const found = await events(client, stack, since, signal);
  return found
    .filter((event) => event.ResourceStatus?.endsWith('_FAILED'))
    .reverse()
    .map((event) => ({
      logicalId: event.LogicalResourceId ?? '',
      type: event.ResourceType ?? '',
      status: event.ResourceStatus ?? '',
      reason: event.ResourceStatusReason ?? '',
    }));
}

/** Events newer than that one, newest first; the newest page alone if none is named. */
async function events(
  client: CloudFormationClient,
  stack: string,
  since: string | undefined,
  signal: AbortSignal,
): Promise<StackEvent[]> {
  const found: StackEvent[] = [];
  let NextToken: string | undefined;
  do {
    const command = new DescribeStackEventsCommand({
      StackName: stack,
      NextToken,
    });
    const page = await client.send(command, { abortSignal: signal });
    for (const event of page.StackEvents ?? []) {
      if (event.EventId === since) return found;
      found.push(event);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined && since !== undefined);
  return found;
}

function outputsOf(stack: Stack | undefined): Record<string, string> {
  return Object.fromEntries(
    (stack?.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined ? [] : [[OutputKey, OutputValue ?? ''] as const],
    ),
  );
}
