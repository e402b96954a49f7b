import { CloudWatchLog } from '../../../checks/alarms/task-log';
import { FakeAws } from '../support/fake-aws';

/** The real client of CloudWatch Logs, over HTTP. */

const aws = new FakeAws();
const credentials = { accessKeyId: 'ASIAGATE', secretAccessKey: 's', sessionToken: 't', expiration: new Date(2e12) };
const question = { region: 'eu-west-1', group: 'services', runId: 'run-1', from: new Date(1_000), to: new Date(2_000) };
const before = process.env.AWS_ENDPOINT_URL;
let log: CloudWatchLog;

beforeAll(async () => {
  await aws.start();
  process.env.AWS_ENDPOINT_URL = aws.endpoint;
});
afterAll(async () => {
  if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = before;
  await aws.stop();
});
beforeEach(() => {
  aws.calls.length = 0;
  log = new CloudWatchLog(async () => credentials);
});
afterEach(() => log.close());

test('reads every page, empty ones too, and counts the lines of this load alone', async () => {
  const line = (loadRun: unknown) => ({ message: JSON.stringify({ msg: 'request', loadRun }) });
  const pages: Record<string, object> = {
    first: { events: [line('run-1'), line('run-1'), line('run-2')], nextToken: 'second' },
    second: { events: [], nextToken: 'third' },
    third: { events: [line('run-1'), { message: 'run-1, but no JSON' }, { message: 'null' }, {}] },
  };
  aws.cloudWatch = (_, { nextToken }) => pages[String(nextToken ?? 'first')];
  expect(await log.marked(question)).toBe(3);
  expect(aws.calls.map(({ action, region, data }) => ({ action, region, ...data }))).toEqual(
    [undefined, 'second', 'third'].map((nextToken) => ({
      action: 'FilterLogEvents',
      region: 'eu-west-1',
      logGroupName: 'services',
      filterPattern: '{ $.loadRun = "run-1" }',
      startTime: 1_000,
      endTime: 2_000,
      ...(nextToken && { nextToken }),
    })),
  );
});

test('tells a log group that is not there from one that is empty', async () => {
  aws.cloudWatch = () => ({ events: [] });
  expect(await log.marked(question)).toBe(0);
  aws.cloudWatch = () => ({ __type: 'ResourceNotFoundException', message: 'no such group' });
  expect(await log.marked(question)).toBeUndefined();
});

test('says what was refused', async () => {
  aws.cloudWatch = () => ({ __type: 'AccessDeniedException', message: 'no' });
  await expect(log.marked(question)).rejects.toThrow(
    /^TAP3205: CloudWatch Logs in eu-west-1 did not answer FilterLogEvents of services: AccessDeniedException/,
  );
});
