import {
  CodePipelineClient,
  GetPipelineExecutionCommand,
  ListActionExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientSettings } from '../../../src/cloud/base/caller-variables';
import { account, type GatewayUnderTest, gatewayUnderTest, region } from './fake-emulator';

const caller = { name: 'function Delivery/Teller', account: account, region: region };

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await gatewayUnderTest();
  under.history.add({
    account: account,
    region: region,
    pipeline: 'delivery',
    id: 'e-1',
    startedAt: '2026-01-01T00:00:00.000Z',
    status: 'Failed',
    revision: { artifact: 'Source', id: 'c-1', summary: 'Halve the prices' },
    actions: [
      {
        id: 'a-1',
        stage: 'Source',
        action: 'Source',
        category: 'Source',
        provider: 'CodeCommit',
        startedAt: 1_000,
        endedAt: 2_500,
        status: 'Succeeded',
      },
      {
        id: 'a-2',
        stage: 'PromoteGamma',
        action: 'Approval',
        category: 'Approval',
        provider: 'Manual',
        startedAt: 3_000,
        endedAt: 4_000,
        status: 'Failed',
        reason: 'Not before the fair',
        link: 'file:///report/index.html',
        by: 'Anna',
      },
    ],
  });
});
afterAll(() => under.stop());

const settings = () => ({ ...clientSettings(under.endpoint, under.callers.issue(caller), region), maxAttempts: 1 });
const codePipeline = () => new CodePipelineClient(settings());

describe('CodePipeline’s interface', () => {
  test('answers an execution with the commit, as its own client reads it', async () => {
    const { pipelineExecution } = await codePipeline().send(
      new GetPipelineExecutionCommand({ pipelineName: 'delivery', pipelineExecutionId: 'e-1' }),
    );
    expect(pipelineExecution).toMatchObject({
      pipelineName: 'delivery',
      pipelineExecutionId: 'e-1',
      status: 'Failed',
      artifactRevisions: [{ revisionId: 'c-1', revisionSummary: 'Halve the prices' }],
    });
  });

  test('lists the runs of its actions, the newest first, with what they say', async () => {
    const { actionExecutionDetails } = await codePipeline().send(
      new ListActionExecutionsCommand({ pipelineName: 'delivery', filter: { pipelineExecutionId: 'e-1' } }),
    );
    expect(actionExecutionDetails).toMatchObject([
      {
        stageName: 'PromoteGamma',
        actionName: 'Approval',
        status: 'Failed',
        startTime: new Date(3_000),
        lastUpdateTime: new Date(4_000),
        updatedBy: 'Anna',
        input: { actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual' } },
        output: {
          executionResult: {
            errorDetails: { message: 'Not before the fair' },
            externalExecutionUrl: 'file:///report/index.html',
          },
        },
      },
      { stageName: 'Source', status: 'Succeeded' },
    ]);
  });

  test.each([
    ['another pipeline', 'other', 'e-1'],
    ['another execution', 'delivery', 'e-2'],
  ])('knows nothing of %s', async (_what, pipelineName, pipelineExecutionId) => {
    const questions = [
      codePipeline().send(new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId })),
      codePipeline().send(new ListActionExecutionsCommand({ pipelineName, filter: { pipelineExecutionId } })),
    ];
    for (const question of questions) {
      await expect(question).rejects.toMatchObject({ name: 'PipelineExecutionNotFoundException' });
    }
  });
});

describe('a message to a topic', () => {
  const message = {
    TopicArn: 'arn:aws:sns:us-east-1:111111111111:failures',
    Subject: 'Stopped',
    Message: 'Größe & Maß',
  };
  const publish = () => new SNSClient(settings()).send(new PublishCommand(message));
  const taken = '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';

  test('is kept once the topic has taken it, with whoever sent it', async () => {
    under.answer = (_, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(taken);
    await publish();
    expect(under.publications.all()).toEqual([
      {
        caller: caller.name,
        account: account,
        region: region,
        topic: message.TopicArn,
        subject: message.Subject,
        text: message.Message,
      },
    ]);
  });

  test('is not kept where the topic refuses it', async () => {
    const before = under.publications.all().length;
    under.answer = (_, response) => response.writeHead(404).end('<ErrorResponse/>');
    await expect(publish()).rejects.toThrow();
    expect(under.publications.all()).toHaveLength(before);
  });
});
