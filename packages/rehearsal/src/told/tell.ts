import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import type { LocalCloud } from '../cloud/base/contracts';
import type { RecordedExecution } from '../cloud/base/pipeline-history';
import type { Publication } from '../cloud/base/publications';
import type { Emit } from '../events/events';
import { sdkConfiguration } from '../executors/sdk-configuration';
import { type Delivery, deliver } from './event-rules';
import { type ExecutionState, pipelineEvent } from './pipeline-event';

/** What telling needs of the local cloud. */
export type TellingCloud = Pick<LocalCloud, 'awsVariables' | 'publications'>;

/**
 * Lets the deployed rules tell of an execution that has ended, and emits who was told what. That nobody was told of a failure, and
 * why, is a warning: it changes no verdict, because it comes after it.
 *
 * @throws the signal's reason if it is aborted
 */
export async function tellOf(
  cloud: TellingCloud,
  execution: RecordedExecution,
  state: ExecutionState,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const before = cloud.publications().length;
  let deliveries: readonly Delivery[] = [];
  const troubles: string[] = [];
  let told = 0;
  try {
    deliveries = await deliver(cloud, pipelineEvent(execution, state, new Date()), signal);
    const sent = cloud
      .publications()
      .slice(before)
      .filter(({ caller }) => caller.startsWith('function '));
    for (const publication of sent) {
      const to = await subscribersOf(cloud, publication, signal);
      const { topic, subject, text } = publication;
      if (to.length === 0) troubles.push(`nobody subscribes to ${topic}`);
      else told += 1;
      emit({ type: 'told', topic: topic.split(':').at(-1) ?? topic, to, subject, text });
    }
  } catch (error) {
    signal.throwIfAborted();
    troubles.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
  for (const { rule, target, trouble } of deliveries) {
    if (trouble !== undefined) troubles.push(`${target} of rule ${rule}: ${trouble}`);
  }
  if (state === 'FAILED' && told === 0 && troubles.length === 0) {
    troubles.push(deliveries.length === 0 ? 'no deployed rule matches the event' : 'no function sent a message');
  }
  if (troubles.length === 0) return;
  const whom = told === 0 ? 'Nobody was' : 'Not everybody was';
  const message = `${whom} told that the execution ended as ${state}: ${troubles.join('; ')}`;
  emit({ type: 'warning', code: 'TAP4216', message });
}

/** Addresses of a topic, confirmed or not: nobody confirms an e-mail here. */
async function subscribersOf(
  cloud: TellingCloud,
  { topic, account, region }: Publication,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const client = new SNSClient({
    ...sdkConfiguration(cloud.awsVariables({ name: 'rehearsal events', account, region })),
    maxAttempts: 1,
  });
  try {
    const addresses: string[] = [];
    for await (const page of paginateListSubscriptionsByTopic(
      { client },
      { TopicArn: topic },
      { abortSignal: signal },
    )) {
      addresses.push(...(page.Subscriptions ?? []).map(({ Endpoint = '' }) => Endpoint));
    }
    return addresses;
  } finally {
    client.destroy();
  }
}
