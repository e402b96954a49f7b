import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LocalCloud } from '../../../src/cloud/base/contracts';
import { Network } from '../../../src/network/network';
import { startCloud } from '../../../src/run/start-cloud';

const at = { account: '222222222222', region: 'eu-west-1' };
const folder = mkdtempSync(join(tmpdir(), 'way-out-test-'));
const network = new Network(() => undefined);
let cloud: LocalCloud;

/** Answers with what came of its request, by a client that asks the proxy of its variables. */
const code = `
import urllib.request

def handler(event, context):
    try:
        return urllib.request.urlopen(event["url"], timeout=10).read().decode()
    except Exception as error:
        return str(error)
`;

const template = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
    Ask: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'ask',
        Runtime: 'python3.12',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: code },
        Timeout: 30,
      },
    },
  },
};

beforeAll(async () => {
  mkdirSync(join(folder, 'images'));
  ({ cloud } = await startCloud(
    {
      workDir: folder,
      toolsDir: join(__dirname, '../../../../../.tools'),
      defaultAccount: at.account,
      defaultRegion: at.region,
      clockFactor: 1,
      wayOut: (by) => network.variables(by),
      emit: () => undefined,
    },
    { imagesFolder: join(folder, 'images'), withDatabase: {} },
  ));
  await cloud.deployStack(
    {
      environment: 'Dev',
      ...at,
      stack: 'Asking',
      template: JSON.stringify(template),
      parameters: {},
      tags: {},
      capabilities: ['CAPABILITY_IAM'],
      caller: { name: 'person test', ...at },
    },
    new AbortController().signal,
  );
}, 120_000);

afterAll(async () => {
  await cloud?.stop();
  await network.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

test('a function goes out by the proxy of the run, and reaches this machine without it', async () => {
  const variables = cloud.awsVariables({ name: 'job Dev/Check', ...at });
  const client = new LambdaClient({
    endpoint: cloud.endpoint,
    region: at.region,
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const answer = async (url: string) => {
    const Payload = Buffer.from(JSON.stringify({ url }));
    const { Payload: said } = await client.send(new InvokeCommand({ FunctionName: 'ask', Payload }));
    return Buffer.from(said ?? '').toString();
  };
  expect(await answer('https://example.com/')).toMatch(/TAP4082: example\.com:443 is refused/);
  expect(await answer('http://127.0.0.1:1/')).toMatch(/refused/);
  client.destroy();
  expect(network.refusedTo('functions')).toEqual([{ by: 'functions', host: 'example.com', port: 443, times: 1 }]);
}, 60_000);
