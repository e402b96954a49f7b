import { CodedError } from '@delivery/coded-error';
import { settingsVariable, type TellFailureSettings } from '../../contracts/tell-failure-settings';
import { type DeliveryConfiguration, wavesOf } from '../config';
import { promotionStage } from './promotion';

/** Characters of all variables of a function (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const longestSettings = 4096 - settingsVariable.length;

/** Stands for the ARN of a topic, which is known only to AWS: CloudFormation adds to its name. */
const anyTopicArn = 'x'.repeat(160);

/**
 * What the function that tells of failures is given.
 *
 * @param topic ARN of the topic of the whole pipeline
 * @param topics ARNs of the topics of environments that name whom to tell, by the environment
 * @throws CodedError TAP1074 if that is more than Lambda takes
 */
export function failureSettings(
  { environments }: DeliveryConfiguration,
  topic: string,
  topics: Readonly<Record<string, string>>,
): TellFailureSettings {
  // What belongs to no environment has its runbooks where those of the first one are.
  const [runbooks = ''] = environments.map(({ alarms }) => alarms.runbooks);
  const stages = wavesOf(environments).flatMap((wave) => {
    const names = wave.environments.map(({ name }) => name);
    return [wave.name, promotionStage(wave)].map((stage) => [stage, names] as const);
  });
  const settings = { topic, topics, stages: Object.fromEntries(stages), runbooks };
  requireRoom(settings);
  return settings;
}

function requireRoom(settings: TellFailureSettings): void {
  const naming = Object.keys(settings.topics);
  const topics = Object.fromEntries(naming.map((name) => [name, anyTopicArn]));
  const { length } = JSON.stringify({ ...settings, topic: anyTopicArn, topics });
  if (length <= longestSettings) return;
  throw new CodedError(
    'TAP1074',
    `environments: ${naming.length} of them name whom to tell of failures (notifications.failures), which makes up to ${length} characters of settings; Lambda takes ${longestSettings}, so leave those to pipeline.notifications.failures where that will do`,
  );
}
