import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLoopback } from '../../checks/loopback';
import { FakeAws } from './support/fake-aws';

const aws = new FakeAws();
beforeAll(() => aws.start());
afterAll(() => aws.stop());

describe('clock, length of the load and unfed alarms', () => {
  test('are those of AWS without an endpoint: the clock runs as it does, loads last as written, and every alarm is fed', async () => {
    for (const endpoint of [undefined, '']) {
      expect(await readLoopback({ AWS_ENDPOINT_URL: endpoint })).toEqual({
        clockFactor: 1,
        loadSeconds: undefined,
        unfed: new Map(),
      });
    }
  });

  test('come from an endpoint on this machine', async () => {
    aws.rehearsal = { clock: { factor: 20 }, unfed: [{ name: 'tap-dev-keys', reason: 'no such metric here' }] };
    const { clockFactor, loadSeconds, unfed } = await readLoopback({ AWS_ENDPOINT_URL: aws.endpoint });
    expect(clockFactor).toBe(20);
    expect(loadSeconds).toBeUndefined();
    expect([...unfed]).toEqual([['tap-dev-keys', 'no such metric here']]);
  });

  test('come with a load that is shortened, but not to less than half a minute', async () => {
    aws.rehearsal = { clock: { factor: 20 }, load: { seconds: 30 }, unfed: [] };
    expect((await readLoopback({ AWS_ENDPOINT_URL: aws.endpoint })).loadSeconds).toBe(30);
    aws.rehearsal = { clock: { factor: 20 }, load: { seconds: 29 }, unfed: [] };
    await expect(readLoopback({ AWS_ENDPOINT_URL: aws.endpoint })).rejects.toThrow(
      /^TAP3004: .*how long a load lasts.*at least 30/s,
    );
  });

  test.each([
    'https://cloudwatch.us-east-1.amazonaws.com',
    'http://10.0.0.1:4566',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'not an address',
  ])('are refused from %s', async (endpoint) => {
    await expect(readLoopback({ AWS_ENDPOINT_URL: endpoint })).rejects.toThrow(
      /^TAP3003: AWS_ENDPOINT_URL: received .* only an endpoint on this machine/,
    );
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['a clock that runs slower', { clock: { factor: 0.5 }, unfed: [] }],
    ['an unfed alarm without a reason', { clock: { factor: 1 }, unfed: [{ name: 'x' }] }],
    ['more than was agreed', { clock: { factor: 1 }, unfed: [], pass: true }],
  ])('are refused if the answer is %s', async (_what, answer) => {
    aws.rehearsal = answer;
    await expect(readLoopback({ AWS_ENDPOINT_URL: aws.endpoint })).rejects.toThrow(
      /^TAP3004: http:\/\/127\.0\.0\.1:\d+\/_rehearsal\/environment/,
    );
  });

  test('are refused if nobody answers', async () => {
    await expect(readLoopback({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })).rejects.toThrow(/^TAP3004/);
  });
});

describe('calls of AWS', () => {
  const home = mkdtempSync(join(tmpdir(), 'endpoints-'));
  const other = join(home, 'other');
  mkdirSync(join(home, '.aws'));
  afterEach(() => rmSync(join(home, '.aws', 'config'), { force: true }));
  afterAll(() => rmSync(home, { recursive: true }));

  test.each([
    ['AWS_ENDPOINT_URL_STS', 'http://127.0.0.1:9'],
    ['AWS_ENDPOINT_URL_S3', 'https://s3.example'],
    ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true'],
    ['AWS_PROFILE', 'mine'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
    ['AWS_DEFAULT_PROFILE', 'mine'],
  ])('are refused with %s=%s, with an endpoint and without', async (name, value) => {
    for (const endpoint of [undefined, aws.endpoint]) {
      await expect(readLoopback({ AWS_ENDPOINT_URL: endpoint, [name]: value })).rejects.toThrow(
        `TAP3011: ${name}: received ${JSON.stringify(value)}, which may lead calls of AWS elsewhere`,
      );
    }
  });

  test.each(['endpoint_url = https://evil.example', 'services = mine', 'ignore_configured_endpoint_urls=true'])(
    'are refused with "%s" in a file of AWS\'s, wherever it is',
    async (line) => {
      writeFileSync(other, `[default]\n${line}\n`);
      await expect(readLoopback({ AWS_CONFIG_FILE: other })).rejects.toThrow(`TAP3011: ${other}: received`);
      await expect(readLoopback({ AWS_SHARED_CREDENTIALS_FILE: other })).rejects.toThrow(/^TAP3011/);
      writeFileSync(join(home, '.aws', 'config'), `[default]\n${line}\n`);
      await expect(readLoopback({ HOME: home })).rejects.toThrow(/^TAP3011: .*\.aws\/config/);
      await expect(readLoopback({ USERPROFILE: home })).rejects.toThrow(/^TAP3011: .*\.aws\/config/);
    },
  );

  test('go their way with files that say nothing of an endpoint, and with variables that are empty', async () => {
    writeFileSync(join(home, '.aws', 'config'), '[default]\nregion = eu-west-1\n# endpoint_url = none\n');
    const variables = { HOME: home, AWS_PROFILE: '', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false', AWS_REGION: 'x' };
    expect((await readLoopback(variables)).clockFactor).toBe(1);
    expect((await readLoopback({ ...variables, AWS_CONFIG_FILE: '/dev/null' })).clockFactor).toBe(1);
  });
});
