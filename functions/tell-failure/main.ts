import {
  CodePipelineClient,
  GetPipelineExecutionCommand,
  paginateListActionExecutions,
} from '@aws-sdk/client-codepipeline';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { settingsVariable, type TellFailureSettings } from '../../contracts/tell-failure-settings';
import type { History } from './history';
import { type PipelineEvent, tellFailure } from './tell-failure';

const codePipeline = new CodePipelineClient();
const sns = new SNSClient();

const history: History = {
  async execution(pipelineName, pipelineExecutionId) {
    const { pipelineExecution = {} } = await codePipeline.send(
      new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }),
    );
    return pipelineExecution;
  },
  async actions(pipelineName, pipelineExecutionId) {
    const pages = paginateListActionExecutions(
      { client: codePipeline },
      { pipelineName, filter: { pipelineExecutionId } },
    );
    const details = [];
    for await (const page of pages) details.push(...(page.actionExecutionDetails ?? []));
    return details;
  },
};

/** What Lambda calls. */
export function handler(event: PipelineEvent): Promise<readonly string[]> {
  const settings = JSON.parse(String(process.env[settingsVariable])) as TellFailureSettings;
  return tellFailure(event, {
    settings,
    history,
    publish: (TopicArn, { subject, text }) =>
      sns.send(new PublishCommand({ TopicArn, Subject: subject, Message: text })),
  });
}
