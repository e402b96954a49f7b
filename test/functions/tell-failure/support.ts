import type { ActionExecutionDetail, ArtifactRevision } from '@aws-sdk/client-codepipeline';
import type { TellFailureSettings } from '../../../contracts/tell-failure-settings';
import type { Message } from '../../../functions/tell-failure/message';
import { tellFailure } from '../../../functions/tell-failure/tell-failure';
import { failed } from '../../../packages/rehearsal/test/told/failed-event';

export { failed };

export const executionId = failed.detail['execution-id'];

export const settings: TellFailureSettings = {
  topic: 'arn:aws:sns:us-west-2:123456789012:everyone',
  topics: { Italy: 'arn:aws:sns:us-west-2:123456789012:italy', Prod: 'arn:aws:sns:us-west-2:123456789012:prod' },
  stages: {
    Dev: ['Dev'],
    PromoteMarkets: ['Spain', 'Italy'],
    Markets: ['Spain', 'Italy'],
    PromoteProd: ['Prod'],
    Prod: ['Prod'],
  },
  runbooks: 'https://example.com/runbooks/{runbook}.md',
};

const categories: Readonly<Record<string, string>> = {
  CodeBuild: 'Build',
  CloudFormation: 'Deploy',
  Manual: 'Approval',
};

interface Run {
  readonly provider?: string;
  readonly status?: ActionExecutionDetail['status'];
  /** Minute of the hour in which it began. */
  readonly minute?: number;
  /** Minute in which it ended; absent where CodePipeline tells none. */
  readonly until?: number;
  readonly result?: NonNullable<ActionExecutionDetail['output']>['executionResult'];
  readonly updatedBy?: string;
}

/** One run of an action, as ListActionExecutions shows it. */
export function run(stageName: string, actionName: string, more: Run = {}): ActionExecutionDetail {
  const { provider = 'CodeBuild', status = 'Failed', minute = 0, until, result, updatedBy } = more;
  return {
    pipelineExecutionId: executionId,
    stageName,
    actionName,
    status,
    startTime: new Date(Date.UTC(2026, 0, 1, 12, minute)),
    ...(until === undefined ? {} : { lastUpdateTime: new Date(Date.UTC(2026, 0, 1, 12, until)) }),
    input: { actionTypeId: { category: categories[provider] as 'Build', owner: 'AWS', provider, version: '1' } },
    output: { executionResult: result },
    updatedBy,
  };
}

export const revision: ArtifactRevision = {
  name: 'Source',
  revisionId: '4f2c9d1e0a6b4f2c9d1e0a6b4f2c9d1e0a6b4f2c',
  revisionSummary: JSON.stringify({
    ProviderType: 'GitHub',
    CommitMessage: 'Halve the prices\n\nBecause of the fair.',
  }),
};

/** Tells of a failure of these runs; returns what was sent where. */
export async function told(
  actions: readonly ActionExecutionDetail[],
  artifactRevisions: readonly ArtifactRevision[] | null = [revision],
  refusing: readonly string[] = [],
) {
  const sent: (Message & { readonly topic: string })[] = [];
  const asked: string[][] = [];
  const done = tellFailure(failed, {
    settings,
    history: {
      execution: async (...question) => {
        asked.push(question);
        return artifactRevisions === null ? {} : { artifactRevisions: [...artifactRevisions] };
      },
      actions: async (...question) => {
        asked.push(question);
        return actions;
      },
    },
    publish: async (topic, message) => {
      if (refusing.includes(topic)) throw new Error(`${topic} is not there`);
      sent.push({ topic, ...message });
    },
  });
  const outcome = await done.then(
    (topics) => ({ topics, error: undefined }),
    (error: AggregateError) => ({ topics: [], error }),
  );
  return { ...outcome, sent, asked };
}
