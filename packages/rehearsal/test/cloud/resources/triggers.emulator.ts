import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalCloud } from '../../../src/cloud/base/contracts';
import { startCloud } from '../../../src/run/start-cloud';

const account = '222222222222';
const region = 'eu-west-1';
const folder = mkdtempSync(join(tmpdir(), 'triggers-test-'));
const { signal } = new AbortController();
let cloud: LocalCloud;
let outputs: Readonly<Record<string, string>>;

/** Keeps what it was called for in a table, under the service that called. */
const code = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient();
exports.handler = async (event) => {
  const [record] = event.Records || [];
  const source = record ? record.eventSource || record.EventSource : event.source;
  const Item = { id: { S: source }, event: { S: JSON.stringify(event) } };
  await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
};`;
/** Sends to a queue, by the URL that its variables have. */
const sender = `
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const client = new SQSClient();
exports.handler = () => client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: 'sent' }));`;

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const lambda = (ZipFile: string, Variables: Record<string, unknown>) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: arnOf('Role'),
    Code: { ZipFile },
    Environment: { Variables },
  },
});
const permission = (principal: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: { Ref: 'Keep' },
    Action: 'lambda:InvokeFunction',
    Principal: `${principal}.amazonaws.com`,
  },
});

const Resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  },
  Keep: lambda(code, { TABLE: { Ref: 'Table' } }),
  Queue: { Type: 'AWS::SQS::Queue' },
  Sent: { Type: 'AWS::SQS::Queue' },
  Send: lambda(sender, { QUEUE: { Ref: 'Sent' } }),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Keep' }, EventSourceArn: arnOf('Queue') },
  },
  Topic: { Type: 'AWS::SNS::Topic' },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: arnOf('Keep') },
  },
  TopicPermission: permission('sns'),
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['shop'] }, Targets: [{ Id: 'keep', Arn: arnOf('Keep') }] },
  },
  RulePermission: permission('events'),
  BucketPermission: permission('s3'),
  Bucket: {
    Type: 'AWS::S3::Bucket',
    DependsOn: 'BucketPermission',
    Properties: {
      NotificationConfiguration: {
        LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: arnOf('Keep') }],
      },
    },
  },
};
const Outputs = Object.fromEntries(
  ['Table', 'Queue', 'Topic', 'Bucket', 'Send'].map((id) => [id, { Value: { Ref: id } }]),
);

const caller = { name: 'job Dev/Check', account, region };
const settings = () => {
  const env = cloud.awsVariables(caller);
  return {
    region,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
    forcePathStyle: true,
  };
};

/** The event that a service has called the function with, within some seconds. */
async function eventOf(source: string): Promise<string | undefined> {
  const client = new DynamoDBClient({ ...settings(), endpoint: cloud.endpoint });
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const { Item } = await client.send(new GetItemCommand({ TableName: outputs.Table, Key: { id: { S: source } } }));
    if (Item?.event?.S !== undefined) return Item.event.S;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return undefined;
}

beforeAll(async () => {
  mkdirSync(join(folder, 'images'));
  const workDir = join(folder, 'work');
  mkdirSync(workDir);
  ({ cloud } = await startCloud(
    {
      workDir,
      toolsDir: join(__dirname, '../../../../..', '.tools'),
      defaultAccount: '111111111111',
      defaultRegion: 'us-east-1',
      clockFactor: 20,
      emit: () => undefined,
    },
    { imagesFolder: join(folder, 'images'), withDatabase: {} },
  ));
  await cloud.bootstrap(account, region, 'hnb659fds');
  const template = JSON.stringify({ Resources, Outputs });
  ({ outputs } = await cloud.deployStack(
    {
      environment: 'Dev',
      account,
      region,
      stack: 'Dev-Triggers',
      template,
      parameters: {},
      tags: {},
      capabilities: ['CAPABILITY_IAM'],
      caller,
    },
    signal,
  ));
}, 120_000);
afterAll(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('what calls a function', () => {
  const at = () => ({ ...settings(), endpoint: cloud.endpoint });

  test('is a queue that it is mapped to', async () => {
    const client = new SQSClient(at());
    await client.send(new SendMessageCommand({ QueueUrl: outputs.Queue, MessageBody: 'by queue' }));
    expect(await eventOf('aws:sqs')).toContain('by queue');
  });

  test('is a topic that it is subscribed to', async () => {
    await new SNSClient(at()).send(new PublishCommand({ TopicArn: outputs.Topic, Message: 'by topic' }));
    expect(await eventOf('aws:sns')).toContain('by topic');
  });

  test('is a rule that an event matches', async () => {
    const entry = { Source: 'shop', DetailType: 'sold', Detail: '{"what":"by rule"}' };
    await new EventBridgeClient(at()).send(new PutEventsCommand({ Entries: [entry] }));
    expect(await eventOf('shop')).toContain('by rule');
  });

  test('is a bucket that an object is put into', async () => {
    await new S3Client(at()).send(new PutObjectCommand({ Bucket: outputs.Bucket, Key: 'by-bucket', Body: 'x' }));
    expect(await eventOf('aws:s3')).toContain('by-bucket');
  });
});

describe('what was used by it', () => {
  test('are function, table and whatever was sent to; what only leads from one to the other is created', async () => {
    const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    await new LambdaClient({ ...settings(), endpoint: cloud.endpoint }).send(
      new InvokeCommand({ FunctionName: outputs.Send }),
    );
    const items = await cloud.classify();
    const classes = Object.fromEntries(items.map(({ logicalId, class: found }) => [logicalId, found]));
    expect(classes).toMatchObject({
      Table: 'exercised',
      Keep: 'exercised',
      Queue: 'exercised',
      Send: 'exercised',
      Sent: 'exercised',
      Topic: 'exercised',
      Bucket: 'exercised',
      Mapping: 'created',
      Rule: 'created',
    });
  });
});
