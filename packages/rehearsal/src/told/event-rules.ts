import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LocalCloud } from '../cloud/base/contracts';
import { sdkConfiguration } from '../executors/sdk-configuration';
import type { PipelineEvent } from './pipeline-event';

/** What became of an event at one target of a deployed rule. */
export interface Delivery {
  /** Name of the rule. */
  readonly rule: string;
  /** ARN of the target. */
  readonly target: string;
  /** Why the target did not do its work; absent: it did. */
  readonly trouble?: string;
}

/** Milliseconds for everything that is asked of one event: a stopped run is to end within seconds. */
const longestMs = 20_000;

/**
 * Delivers an event to the targets of the deployed rules, as EventBridge would. EventBridge itself takes no event in AWS's name from
 * anybody (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html), so the rules are read where they
 * are deployed, EventBridge says whether their patterns match, and the functions are run where they are deployed.
 *
 * @throws whatever a call throws: nothing is known then
 */
export async function deliver(
  cloud: Pick<LocalCloud, 'awsVariables'>,
  event: PipelineEvent,
  signal: AbortSignal,
): Promise<readonly Delivery[]> {
  const { account, region } = event;
  const configuration = {
    ...sdkConfiguration(cloud.awsVariables({ name: 'rehearsal events', account, region })),
    maxAttempts: 1,
  };
  const eventBridge = new EventBridgeClient(configuration);
  const lambda = new LambdaClient(configuration);
  const options = { abortSignal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]) };
  try {
    const deliveries: Delivery[] = [];
    for (const rule of await rulesOf(eventBridge, options)) {
      if (!(await matches(eventBridge, rule, event, options))) continue;
      const { Targets = [] } = await eventBridge.send(new ListTargetsByRuleCommand({ Rule: rule.Name }), options);
      for (const target of Targets) {
        const trouble = await handOver(lambda, target, event, options);
        deliveries.push({
          rule: rule.Name ?? '',
          target: target.Arn ?? '',
          trouble,
        });
      }
    }
    return deliveries;
  } finally {
    eventBridge.destroy();
    lambda.destroy();
  }
}

interface Options {
  readonly abortSignal: AbortSignal;
}

/** The enabled rules of the default bus, which is where AWS's own events arrive. */
async function rulesOf(client: EventBridgeClient, options: Options): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand(NextToken === undefined ? {} : { NextToken }), options);
    rules.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules.filter(({ State }) => State !== 'DISABLED');
}

async function matches(
  client: EventBridgeClient,
  rule: Rule,
  event: PipelineEvent,
  options: Options,
): Promise<boolean> {
  if (rule.EventPattern === undefined) return false;
  const question = new TestEventPatternCommand({ EventPattern: rule.EventPattern, Event: JSON.stringify(event) });
  return (await client.send(question, options)).Result === true;
}

/** @returns why the target did not do its work */
async function handOver(
  client: LambdaClient,
  target: Target,
  event: PipelineEvent,
  options: Options,
): Promise<string | undefined> {
  const { Arn = '', Input, InputPath, InputTransformer } = target;
  if (!/^arn:[^:]+:lambda:/.test(Arn)) return 'the rehearsal hands events to functions alone';
  if ((Input ?? InputPath ?? InputTransformer) !== undefined) return 'the rehearsal hands over whole events alone';
  const Payload = Buffer.from(JSON.stringify(event));
  const { FunctionError, Payload: answer } = await client.send(
    new InvokeCommand({ FunctionName: Arn, Payload }),
    options,
  );
  return FunctionError === undefined ? undefined : `${FunctionError}: ${Buffer.from(answer ?? []).toString()}`;
}
