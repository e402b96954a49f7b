import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { account, type CloudOfTest, cloudWith, functionRole, region } from './cloud-of-test';

let under: CloudOfTest;
let stacks = 0;

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const inline = { ZipFile: 'exports.handler = async (event) => ({ statusCode: 200, body: "Mock response - ours" });' };
const aFunction = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: arnOf('Role'), Code: inline, ...properties },
});
const aTable = (TableName: string) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  },
});
const nobody = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

/** What a stack with these resources fails with. */
async function refusalOf(resources: object): Promise<string> {
  stacks += 1;
  const failed: unknown = await under.deploy(`Bad-${stacks}`, { Resources: { Role: functionRole, ...resources } }).then(
    () => 'nothing',
    (error) => error,
  );
  return failed instanceof Error ? failed.message : String(failed);
}

beforeAll(async () => {
  const Subscription = { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: arnOf('Works') };
  under = await cloudWith({
    Resources: {
      Role: functionRole,
      Works: aFunction({ FunctionName: 'works' }),
      Foreign: aFunction({ FunctionName: 'foreign', Runtime: 'java21' }),
      Queue: { Type: 'AWS::SQS::Queue' },
      Topic: { Type: 'AWS::SNS::Topic' },
      Table: aTable('taken'),
      Subscription: { Type: 'AWS::SNS::Subscription', Properties: Subscription },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { FunctionName: { Ref: 'Works' }, EventSourceArn: arnOf('Queue') },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { FunctionName: arnOf('Works'), Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' },
      },
    },
  });
}, 120_000);

afterAll(() => under?.stop(), 60_000);

describe('a function', () => {
  const invoke = async (FunctionName: string) => {
    const client = new LambdaClient(under.client);
    const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName }));
    client.destroy();
    return { failed: FunctionError, said: Buffer.from(Payload ?? '').toString() };
  };

  test('that can be run answers what it says, also what the emulator says of others', async () => {
    expect(await invoke('works')).toEqual({ failed: undefined, said: expect.stringContaining('Mock response - ours') });
  });

  test('that can not be run answers an error in place of a made-up success', async () => {
    expect(await invoke('foreign')).toEqual({ failed: 'Unhandled', said: expect.stringMatching(/foreign.*java21/) });
  });

  test('fails its stack if its code is not there', async () => {
    const Code = { S3Bucket: 'no-such-bucket', S3Key: 'a.zip' };
    expect(await refusalOf({ F: aFunction({ Code }) })).toMatch(/F \(AWS::Lambda::Function\).*NoSuchBucket/);
    const assets = { S3Bucket: `cdk-hnb659fds-assets-${account}-${region}`, S3Key: 'a.zip' };
    expect(await refusalOf({ F: aFunction({ Code: assets }) })).toMatch(/F \(AWS::Lambda::Function\).*NoSuchKey/);
    expect(await refusalOf({ F: aFunction({ Code: {} }) })).toMatch(/F .*CREATE_FAILED/);
    const layer = { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: Code } };
    expect(await refusalOf({ L: layer })).toMatch(/L \(AWS::Lambda::LayerVersion\).*NoSuchBucket/);
  });

  test('fails the custom resource that asks it, at once, if it can not be run', async () => {
    const provider = aFunction({ Runtime: 'ruby3.3' });
    const made = { Type: 'Custom::Thing', Properties: { ServiceToken: arnOf('Provider') } };
    expect(await refusalOf({ Provider: provider, Made: made })).toMatch(/Made \(Custom::Thing\).*ruby3\.3/);
  }, 60_000);
});

test('a resource for something that is not there fails its stack', async () => {
  const FunctionName = 'nobody';
  const allowed = { FunctionName, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' };
  expect(await refusalOf({ It: { Type: 'AWS::Lambda::Permission', Properties: allowed } })).toMatch(/It .*nobody/);
  const version = { Type: 'AWS::Lambda::Version', Properties: { FunctionName } };
  expect(await refusalOf({ It: version })).toMatch(/It .*nobody/);
  const mapping = (properties: object) => ({ Type: 'AWS::Lambda::EventSourceMapping', Properties: properties });
  const sources = [nobody('sqs', 'gone'), nobody('dynamodb', 'table/taken/stream/1'), nobody('kinesis', 'stream/gone')];
  for (const EventSourceArn of sources) {
    expect(await refusalOf({ It: mapping({ FunctionName: 'works', EventSourceArn }) })).toMatch(/It .*CREATE_FAILED/);
  }
  const Subscription = { TopicArn: nobody('sns', 'gone'), Protocol: 'email', Endpoint: 'a@example.com' };
  expect(await refusalOf({ It: { Type: 'AWS::SNS::Subscription', Properties: Subscription } })).toMatch(/It .*gone/);
});

test('a second resource of a name fails its stack, and the first one keeps it', async () => {
  expect(await refusalOf({ A: aTable('twice'), B: aTable('twice') })).toMatch(/[AB] .*twice.*already exists/);
  expect(await refusalOf({ A: aTable('taken') })).toMatch(/A .*taken.*already exists/);
  expect(await refusalOf({ F: aFunction({ FunctionName: 'works' }) })).toMatch(/F .*works.*already exists/);
  // What a stack has given back with its rollback is free again.
  expect(await refusalOf({ A: aTable('twice') })).toBe('nothing');
});

test('Ref of a secret is its ARN, by which it is found, changed and deleted', async () => {
  const client = new SecretsManagerClient(under.client);
  const said = async (SecretId: string) => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  const secret = (SecretString: string) => ({
    Resources: {
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString } },
      Topic: { Type: 'AWS::SNS::Topic' },
    },
    Outputs: { Arn: { Value: { Ref: 'Secret' } } },
  });
  const { Arn = '' } = (await under.deploy('Secrets', secret('first'))).outputs;
  expect(Arn).toMatch(new RegExp(`^arn:aws:secretsmanager:${region}:${account}:secret:[^:]+-.{6}$`));
  expect(await said(Arn)).toBe('first');
  expect((await under.deploy('Secrets', secret('second'))).outputs).toEqual({ Arn });
  expect(await said(Arn)).toBe('second');
  await under.deploy('Secrets', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
  await expect(said(Arn)).rejects.toThrow();
  client.destroy();
});
