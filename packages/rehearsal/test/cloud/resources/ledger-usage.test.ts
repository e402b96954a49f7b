import type { DeployedResource } from '../../../src/cloud/base/contracts';
import type { LedgerEntry } from '../../../src/cloud/base/ledger';
import { usageInLedger } from '../../../src/cloud/resources/ledger-usage';

const account = '222222222222';
const region = 'eu-west-1';

const resource = (type: string, physicalId: string, rest: Partial<DeployedResource> = {}): DeployedResource => ({
  account: account,
  region: region,
  stack: 'Alpha-Data',
  logicalId: 'It',
  type,
  physicalId,
  properties: {},
  metadata: {},
  ...rest,
});

const entry = (service: string, action: string, subjects: string[], rest: Partial<LedgerEntry> = {}): LedgerEntry => ({
  at: 0,
  caller: 'task Alpha/readings/1',
  account: account,
  region: region,
  service,
  action,
  status: 200,
  ms: 1,
  subjects,
  ...rest,
});

const users = (one: DeployedResource, ...entries: LedgerEntry[]) => usageInLedger([one], entries).users.get(one) ?? [];

const secret = resource(
  'AWS::SecretsManager::Secret',
  'arn:aws:secretsmanager:eu-west-1:222222222222:secret:db-AbCdEf',
  {
    properties: { Name: 'db' },
  },
);

test("a task's data-plane call about the very resource is use, by ARN or by name", () => {
  for (const subject of [secret.physicalId, 'db']) {
    expect(users(secret, entry('secretsmanager', 'GetSecretValue', [subject]))).toEqual([
      'task Alpha/readings/1 (GetSecretValue)',
    ]);
  }
});

test('a queue is used under its URL, whoever answers there, and no other queue is', () => {
  const queue = resource('AWS::SQS::Queue', `http://localhost:4566/${account}/sensors`);
  const call = (url: string) => entry('sqs', 'SendMessage', [url]);
  expect(users(queue, call(`http://127.0.0.1:9/${account}/sensors`))).toEqual(['task Alpha/readings/1 (SendMessage)']);
  expect(users(queue, call(`http://127.0.0.1:9/${account}/sensors-dead`))).toEqual([]);
});

test.each([
  ['a call about another resource', entry('secretsmanager', 'GetSecretValue', ['other'])],
  ['describing it', entry('secretsmanager', 'DescribeSecret', ['db'])],
  ['a call that failed', entry('secretsmanager', 'GetSecretValue', ['db'], { status: 400 })],
  ["the rehearsal's own call", entry('secretsmanager', 'GetSecretValue', ['db'], { caller: 'rehearsal' })],
  ['the call of a person who deploys', entry('secretsmanager', 'GetSecretValue', ['db'], { caller: 'person' })],
  ['a call in another account', entry('secretsmanager', 'GetSecretValue', ['db'], { account: '333333333333' })],
  ['a call in another region', entry('secretsmanager', 'GetSecretValue', ['db'], { region: 'us-east-1' })],
  ["another service's call with the same name", entry('ssm', 'GetParameter', ['db'])],
])('%s is no use', (_, call) => {
  expect(users(secret, call)).toEqual([]);
});

describe.each(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'])('a table, as %s,', (type) => {
  const table = resource(type, 'stations');
  const by = { caller: 'function Alpha-Weather/Station' };

  test.each(['GetItem', 'UpdateItem', 'BatchWriteItem', 'TransactWriteItems', 'Query', 'Scan'])(
    'is used by %s, by its name and by its ARN',
    (action) => {
      for (const subject of ['stations', `arn:aws:dynamodb:${region}:${account}:table/stations`]) {
        expect(users(table, entry('dynamodb', action, [subject], by))).toEqual([
          `function Alpha-Weather/Station (${action})`,
        ]);
      }
    },
  );

  test.each(['DescribeTable', 'UpdateTable', 'TagResource', 'ListTables'])('is not used by %s', (action) => {
    expect(users(table, entry('dynamodb', action, ['stations'], by))).toEqual([]);
  });
});

test('a bucket is used from every account, an image repository by its name', () => {
  const bucket = resource('AWS::S3::Bucket', 'site');
  const put = entry('s3', 'PutObject', ['site', 'index.html'], { account: '333333333333', caller: 'job Alpha/Verify' });
  expect(users(bucket, put)).toEqual(['job Alpha/Verify (PutObject)']);
  const repository = resource('AWS::ECR::Repository', 'acme');
  expect(users(repository, entry('ecr', 'PutImage', ['acme'], { caller: 'job Build/Image' }))).toEqual([
    'job Build/Image (PutImage)',
  ]);
});

test.each(['AWS::S3::BucketPolicy', 'AWS::SecretsManager::ResourcePolicy', 'AWS::EC2::VPC', 'AWS::EC2::SecurityGroup'])(
  '%s is never used by a call',
  (type) => {
    const calls = ['s3', 'secretsmanager', 'ec2'].flatMap((service) =>
      ['GetObject', 'GetSecretValue', 'DescribeVpcs'].map((action) => entry(service, action, ['it'])),
    );
    expect(users(resource(type, 'it'), ...calls)).toEqual([]);
  },
);

test('a role is used by who really called as it, sessions included', () => {
  const role = resource('AWS::IAM::Role', 'acme-alpha-verify-gate');
  const roleArn = `arn:aws:iam::${account}:role/acme-alpha-verify-gate`;
  const call = entry('apigateway', 'GetApiKeys', [], { caller: 'job Alpha/Verify > acme-alpha-verify-gate', roleArn });
  expect(users(role, call)).toEqual(['job Alpha/Verify']);
  expect(users(role, entry('sts', 'AssumeRole', [roleArn]))).toEqual([]);
});

test('a function that calls has run, as its role', () => {
  const own = resource('AWS::Lambda::Function', 'f', {
    logicalId: 'Fn',
    properties: { Role: `arn:aws:iam::${account}:role/r` },
  });
  const role = resource('AWS::IAM::Role', 'r', { logicalId: 'Role' });
  const { users: found } = usageInLedger(
    [own, role],
    [entry('ec2', 'DescribeSecurityGroups', [], { caller: 'function Alpha-Data/Fn' })],
  );
  expect(found.get(own)).toEqual(['its own run']);
  expect(found.get(role)).toEqual(['function Alpha-Data/Fn']);
});

test('a function that only failed was not used, and one that also answered was', () => {
  const own = resource('AWS::Lambda::Function', 'f', { logicalId: 'Fn' });
  const failed = entry('lambda', 'Invoke', ['f'], { functionFailed: true });
  const called = entry('ec2', 'DescribeSecurityGroups', [], { caller: 'function Alpha-Data/Fn' });
  const seen = (...entries: LedgerEntry[]) => {
    const { users, failed } = usageInLedger([own], entries);
    return [users.get(own) ?? [], failed.has(own)];
  };
  expect(seen(failed)).toEqual([[], true]);
  expect(seen(failed, called)).toEqual([[], true]);
  expect(seen(failed, entry('lambda', 'Invoke', ['f']))).toEqual([['task Alpha/readings/1 (Invoke)'], false]);
  expect(seen(called)).toEqual([['its own run'], false]);
});
