import type { TellFailureSettings } from '../../contracts/tell-failure-settings';
import { commitOf, failedActions, type History } from './history';
import { type Message, messageOf } from './message';
import { topicsFor } from './recipients';

/** CodePipeline's event, as far as it is read here. https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
export interface PipelineEvent {
  readonly region: string;
  readonly detail: { readonly pipeline: string; readonly 'execution-id': string };
}

export interface Parts {
  readonly settings: TellFailureSettings;
  readonly history: History;
  /** Resolves once the topic has taken the message. */
  publish(topic: string, message: Message): Promise<unknown>;
}

/**
 * Tells of a failed execution: one message to each topic that it concerns.
 *
 * @returns the topics that were told
 * @throws AggregateError with what the topics answered that could not be told, after all others were; Lambda tries again
 */
export async function tellFailure({ region, detail }: PipelineEvent, parts: Parts): Promise<readonly string[]> {
  const { pipeline, 'execution-id': execution } = detail;
  const { settings, history } = parts;
  const commit = commitOf(await history.execution(pipeline, execution));
  const actions = failedActions(await history.actions(pipeline, execution));
  const message = messageOf({ pipeline, region, execution, commit, actions }, settings.runbooks);
  const topics = topicsFor(actions, settings);
  const results = await Promise.allSettled(topics.map((topic) => parts.publish(topic, message)));
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (refused.length > 0) throw new AggregateError(refused, `not told: ${refused.join('; ')}`);
  return topics;
}
