import type { DeliveryData } from '../../lib/config';

/** What is asked about one environment. */
export interface EnvironmentAnswers {
  /** @default - the account of the credentials */
  readonly account: string | undefined;
  readonly region: string;
  readonly warning: readonly string[];
  readonly critical: readonly string[];
  /** Who is told of this environment's failures. @default - whoever is told of the pipeline's */
  readonly failures: readonly string[] | undefined;
}

/** What a team answers before its first deployment. */
export interface Answers {
  readonly application: string;
  readonly account: string | undefined;
  readonly region: string;
  readonly source: DeliveryData['pipeline']['source'];
  /** Where a browser finds the runbooks, for a source that has no page for a file. @default - as it is */
  readonly runbooks: string | undefined;
  readonly approvals: readonly string[];
  readonly failures: readonly string[];
  /** In the order of the configuration. */
  readonly environments: readonly EnvironmentAnswers[];
}

/** The configuration with the answers; all else is as it was, but for tags that say the application's name. */
export function withAnswers(data: DeliveryData, answers: Answers): DeliveryData {
  const { account, ...pipeline } = data.pipeline;
  return {
    ...data,
    application: answers.application,
    pipeline: {
      ...pipeline,
      account: answers.account,
      region: answers.region,
      source: answers.source,
      notifications: { ...pipeline.notifications, approvals: [...answers.approvals], failures: [...answers.failures] },
      tags: renamed(pipeline.tags, data.application, answers.application),
    },
    environments: data.environments.map((environment, index) =>
      environmentWith(
        { ...environment, tags: renamed(environment.tags, data.application, answers.application) },
        answers.environments[index],
        answers.runbooks,
      ),
    ),
  };
}

/** The tag with which an application's costs are found goes with its name. */
function renamed(tags: Tags, from: string, to: string): Tags {
  return tags.application === from ? { ...tags, application: to } : tags;
}

type Tags = DeliveryData['pipeline']['tags'];
type Environment = DeliveryData['environments'][number];

function environmentWith(
  environment: Environment,
  answers: EnvironmentAnswers | undefined,
  runbooks: string | undefined,
): Environment {
  if (!answers) return environment;
  const { account, ...rest } = environment;
  const { warning, critical } = answers;
  return {
    ...rest,
    account: answers.account,
    region: answers.region,
    ...(answers.failures === undefined ? {} : { notifications: { failures: [...answers.failures] } }),
    alarms: {
      ...rest.alarms,
      subscriptions: { warning: [...warning], critical: [...critical] },
      runbooks: runbooks ?? rest.alarms.runbooks,
    },
  };
}
