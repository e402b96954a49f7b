import { CloudWatchClient, DescribeAlarmHistoryCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientSettings } from '../../../src/cloud/base/caller-variables';
import { account, type GatewayUnderTest, gatewayUnderTest, region } from './fake-emulator';

const jobCaller = {
  name: 'job Alpha/Verify',
  account: '222222222222',
  region: region,
  roleArn: 'arn:aws:iam::222222222222:role/verify',
};

let under: GatewayUnderTest;
beforeAll(async () => {
  under = await gatewayUnderTest();
});
afterAll(() => under.stop());
beforeEach(() => {
  under.seen.length = 0;
  under.faults.set([]);
  under.answer = (_, response) => response.end();
});

const job = () => ({ ...clientSettings(under.endpoint, under.callers.issue(jobCaller), region), maxAttempts: 1 });

type Settings = ReturnType<typeof job>;
/** One call in each way that AWS's services write their errors. */
const calls: readonly [string, (settings: Settings) => Promise<unknown>][] = [
  ['JSON', (settings) => new ECRClient(settings).send(new DescribeRepositoriesCommand({}))],
  ['JSON with query compatibility', (settings) => new CloudWatchClient(settings).send(new DescribeAlarmsCommand({}))],
  ['query', (settings) => new STSClient(settings).send(new GetCallerIdentityCommand({}))],
  ['EC2', (settings) => new EC2Client(settings).send(new DescribeVpcsCommand({}))],
  ['REST and JSON', (settings) => new LambdaClient(settings).send(new GetFunctionCommand({ FunctionName: 'f' }))],
  ['S3', (settings) => new S3Client(settings).send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }))],
];

describe.each(calls)('a client that speaks %s', (_, call) => {
  test('is refused with a key that was not given out, and the emulator hears nothing of it', async () => {
    const credentials = { accessKeyId: 'AKIAREALREALREALREAL', secretAccessKey: 'x' };
    await expect(call({ ...job(), credentials })).rejects.toMatchObject({
      name: expect.stringMatching(/^Invalid(?:ClientTokenId|AccessKeyId)$/),
      $metadata: { httpStatusCode: 403 },
    });
    expect(under.seen).toEqual([]);
  });

  test('understands an ordered fault, as often as it was ordered', async () => {
    under.faults.set([
      { caller: 'Verify', code: 'ThrottlingException', message: 'slowly & surely', status: 400, times: 1 },
    ]);
    await expect(call(job())).rejects.toMatchObject({ name: 'ThrottlingException', message: 'slowly & surely' });
    await call(job()).catch(() => undefined);
    expect(under.ledger.all().slice(-2)[0]).toMatchObject({ caller: jobCaller.name, status: 400 });
  });
});

test('an alarm of metric math is described with its metrics, which the emulator forgets', async () => {
  const alarms = [
    { AlarmName: 'of-math', MetricName: '' },
    { AlarmName: 'plain', MetricName: 'Errors' },
  ];
  under.answer = (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ MetricAlarms: alarms }));
  const { MetricAlarms } = await new CloudWatchClient(job()).send(new DescribeAlarmsCommand({}));
  expect(MetricAlarms).toEqual([
    { AlarmName: 'of-math', Metrics: [{ Id: 'requests' }] },
    { AlarmName: 'plain', MetricName: 'Errors' },
  ]);
});

test('what tasks wrote is answered here, and the emulator is asked for every other log', async () => {
  const filter = (logGroupName: string) =>
    new CloudWatchLogsClient(job()).send(
      new FilterLogEventsCommand({ logGroupName, filterPattern: '{ $.run = "a" }', startTime: 0 }),
    );
  const { events, nextToken } = await filter('of-tasks');
  expect(events).toEqual([expect.objectContaining({ message: '{"run":"a"}', logStreamName: jobCaller.account })]);
  expect(nextToken).toBeUndefined();
  expect(under.seen).toEqual([]);
  expect(under.ledger.all().at(-1)).toMatchObject({ action: 'FilterLogEvents', subjects: ['of-tasks'], status: 200 });
  under.answer = (_, response) =>
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"events":[]}');
  expect((await filter('others')).events).toEqual([]);
  expect(under.seen).toHaveLength(1);
});

describe('quotas of calls', () => {
  const history = (settings: Settings) => new CloudWatchClient(settings).send(new DescribeAlarmHistoryCommand({}));
  /** The names of what so many calls at once were refused with. */
  const refusals = async (count: number, settings: Settings) => {
    const calls = await Promise.allSettled(Array.from({ length: count }, () => history(settings)));
    return calls.flatMap((call) => (call.status === 'rejected' ? [(call.reason as Error).name] : []));
  };

  beforeEach(() => {
    under.answer = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });

  test('throttle a call for each of 39 alarms at once, and the emulator hears nothing of the rest', async () => {
    const refused = await refusals(39, { ...job(), region: 'eu-west-1' });
    expect(refused).toEqual(Array(19).fill('ThrottlingException'));
    expect(under.seen).toHaveLength(20);
  });

  test("don't count the rehearsal's own calls, which stand for what AWS does within itself", async () => {
    const own = under.callers.issue({ name: 'rehearsal metrics', account: jobCaller.account, region: region });
    expect(await refusals(39, { ...clientSettings(under.endpoint, own, region), maxAttempts: 1 })).toEqual([]);
  });

  test('can be lowered by a fault, down to nothing', async () => {
    const fault = { service: 'monitoring', action: 'DescribeAlarmHistory', code: 'ThrottlingException' };
    under.faults.set([{ ...fault, perSecond: 2 }]);
    expect(await refusals(8, job())).toHaveLength(6);
    under.faults.set([fault]);
    expect(await refusals(8, job())).toHaveLength(8);
  });

  test("let a program's settings get through by trying again, at its own pace", async () => {
    under.time.now = () => performance.now();
    under.faults.set([
      { service: 'monitoring', action: 'DescribeAlarmHistory', code: 'ThrottlingException', perSecond: 2 },
    ]);
    const client = new CloudWatchClient({ ...job(), retryMode: 'adaptive', maxAttempts: 10 });
    for (let page = 0; page < 4; page += 1) await client.send(new DescribeAlarmHistoryCommand({}));
    expect(under.seen).toHaveLength(4);
  }, 60_000);
});

test('an issued key becomes its account on the way to the emulator', async () => {
  await new ECRClient(job()).send(new DescribeRepositoriesCommand({})).catch(() => undefined);
  expect(under.seen).toHaveLength(1);
  expect(under.seen[0]?.headers.authorization).toContain(`Credential=${jobCaller.account}/`);
  expect(under.seen[0]?.headers.authorization).toContain(`/${region}/ecr/`);
});

describe('images of a registry that has one', () => {
  const ask = (...tags: readonly string[]) =>
    new ECRClient(job()).send(
      new DescribeImagesCommand({ repositoryName: 'weather', imageIds: tags.map((imageTag) => ({ imageTag })) }),
    );
  beforeEach(() => {
    under.answer = ({ body }, response) => {
      const { imageIds } = JSON.parse(body) as { imageIds: { imageTag: string }[] };
      const imageDetails = imageIds.filter(({ imageTag }) => imageTag === 'there');
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify({ imageDetails }));
    };
  });

  test('are described', async () => {
    expect((await ask('there')).imageDetails).toHaveLength(1);
  });

  test('are refused as soon as one of them is not there, where the emulator leaves it out', async () => {
    for (const tags of [['gone'], ['there', 'gone']]) {
      await expect(ask(...tags)).rejects.toMatchObject({ name: 'ImageNotFoundException' });
    }
  });
});

test('the ledger says who did what to what as which role, and holds no values', async () => {
  const body = JSON.stringify({ SecretId: 'db', SecretString: 'hidden', ClientRequestToken: 't' });
  const { authorization } = signed('secretsmanager');
  await fetch(under.endpoint, {
    method: 'POST',
    headers: {
      authorization,
      'x-amz-target': 'secretsmanager.PutSecretValue',
      'content-type': 'application/x-amz-json-1.1',
    },
    body,
  });
  expect(under.ledger.all().at(-1)).toMatchObject({
    caller: jobCaller.name,
    account: jobCaller.account,
    service: 'secretsmanager',
    action: 'PutSecretValue',
    target: 'db',
    subjects: ['db'],
    roleArn: jobCaller.roleArn,
  });
});

test('the ledger says of an invocation whether its function failed', async () => {
  const failing = [{ 'x-amz-function-error': 'Unhandled' }, {}];
  for (const headers of failing) {
    under.answer = (_, response) => response.writeHead(200, headers).end('{}');
    await new LambdaClient(job()).send(new InvokeCommand({ FunctionName: 'f' }));
  }
  const invocations = under.ledger.all().slice(-2);
  expect(invocations.map(({ functionFailed }) => functionFailed)).toEqual([true, undefined]);
});

test('a caller with a role is told that it is this role', async () => {
  const identity = await new STSClient(job()).send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe(`arn:aws:sts::${jobCaller.account}:assumed-role/verify/job-Alpha-Verify`);
  expect(under.seen).toEqual([]);
});

describe('assuming a role', () => {
  const assume = () =>
    new STSClient(job()).send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::333333333333:role/gate', RoleSessionName: 'verify' }),
    );

  test('that does not exist is refused, although the emulator would allow it', async () => {
    under.answer = (seen, response) => response.writeHead(seen.body.includes('GetRole') ? 404 : 200).end();
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(under.seen.map(({ body }) => new URLSearchParams(body).get('Action'))).toEqual(['GetRole']);
  });

  test('gives a key by which the session is known from then on', async () => {
    const answer =
      '<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::333333333333:assumed-role/gate/verify</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIASESSION</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials></AssumeRoleResult></AssumeRoleResponse>';
    under.answer = (_, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(answer);
    await assume();
    expect(under.callers.find('ASIASESSION')).toMatchObject({
      name: `${jobCaller.name} > gate`,
      account: '333333333333',
      roleArn: 'arn:aws:iam::333333333333:role/gate',
      session: true,
    });
    const headers = signed('sts', 'ASIASESSION');
    await fetch(`${under.endpoint}/?Action=GetCallerIdentity`, {
      headers: { ...headers, 'x-amz-security-token': 't' },
    });
    expect(under.seen.at(-1)?.headers).toMatchObject({ ...headers, 'x-amz-security-token': 't' });
  });
});

test("a function is known by its endpoint's path, which the emulator does not see", async () => {
  const { accessKey } = under.callers.issue({
    name: 'function Alpha-Network/It',
    account: jobCaller.account,
    region: region,
  });
  await fetch(`${under.endpoint}/_caller/${accessKey}/some/path?x=1`, { headers: signed('lambda', jobCaller.account) });
  expect(under.seen[0]?.url).toBe('/some/path?x=1');
  expect(under.ledger.all().at(-1)?.caller).toBe('function Alpha-Network/It');
});

test('addresses of the emulator in answers become those of the gateway', async () => {
  under.answer = (_, response, port) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(`{"Location":"http://localhost:${port}/q"}`);
  const answer = await fetch(`${under.endpoint}/2015-03-31/functions`, { headers: signed('lambda') });
  expect(await answer.json()).toEqual({ Location: `${under.endpoint}/q` });
});

test('bodies of S3 pass through unread and unchanged, in both directions', async () => {
  const bytes = 'x'.repeat(200_000);
  under.answer = (seen, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(seen.body);
  const answer = await fetch(`${under.endpoint}/bucket/a%20b`, { method: 'PUT', body: bytes, headers: signed('s3') });
  expect(await answer.text()).toBe(bytes);
  expect(under.seen[0]?.url).toBe('/bucket/a%20b');
});

test('an emulator that is gone is no overload: the answer is the gateway’s own and no 5xx', async () => {
  under.answer = (_, response) => response.destroy();
  await expect(new ECRClient(job()).send(new DescribeRepositoriesCommand({}))).rejects.toMatchObject({
    name: 'RehearsalGatewayFailure',
    $metadata: { httpStatusCode: 400 },
  });
});

test('unsigned requests belong to the default account', async () => {
  await fetch(`${under.endpoint}/anything`);
  expect(under.ledger.all().at(-1)).toMatchObject({ caller: 'unsigned', account: account, service: 'unsigned' });
});

function signed(service: string, key = under.callers.issue(jobCaller).accessKey): { authorization: string } {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}
