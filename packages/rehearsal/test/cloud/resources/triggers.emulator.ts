import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type CloudOfTest, cloudWith, functionRole } from '../emulator/cloud-of-test';

let under: CloudOfTest;

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
  Role: functionRole,
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
    Properties: { EventPattern: { source: ['weather'] }, Targets: [{ Id: 'keep', Arn: arnOf('Keep') }] },
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

/** The event that a service has called the function with, within some seconds. */
async function eventOf(source: string): Promise<string | undefined> {
  const client = new DynamoDBClient(under.client);
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: under.outputs.Table, Key: { id: { S: source } } }),
    );
    if (Item?.event?.S !== undefined) return Item.event.S;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return undefined;
}

beforeAll(async () => {
  under = await cloudWith({ Resources, Outputs });
}, 120_000);
afterAll(async () => under?.stop(), 60_000);

describe('what calls a function', () => {
  test('is a queue that it is mapped to', async () => {
    const client = new SQSClient(under.client);
    await client.send(new SendMessageCommand({ QueueUrl: under.outputs.Queue, MessageBody: 'by queue' }));
    expect(await eventOf('aws:sqs')).toContain('by queue');
  });

  test('is a topic that it is subscribed to', async () => {
    await new SNSClient(under.client).send(new PublishCommand({ TopicArn: under.outputs.Topic, Message: 'by topic' }));
    expect(await eventOf('aws:sns')).toContain('by topic');
  });

  test('is a rule that an event matches', async () => {
    const entry = { Source: 'weather', DetailType: 'sold', Detail: '{"what":"by rule"}' };
    await new EventBridgeClient(under.client).send(new PutEventsCommand({ Entries: [entry] }));
    expect(await eventOf('weather')).toContain('by rule');
  });

  test('is a bucket that an object is put into', async () => {
    await new S3Client({ ...under.client, forcePathStyle: true }).send(
      new PutObjectCommand({ Bucket: under.outputs.Bucket, Key: 'by-bucket', Body: 'x' }),
    );
    expect(await eventOf('aws:s3')).toContain('by-bucket');
  });
});

describe('what was used by it', () => {
  test('are function, table and whatever was sent to; what only leads from one to the other is created', async () => {
    const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
    await new LambdaClient(under.client).send(new InvokeCommand({ FunctionName: under.outputs.Send }));
    const items = await under.cloud.classify();
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
