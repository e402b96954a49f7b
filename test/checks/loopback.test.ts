import { readLoopback } from '../../checks/loopback';
import { FakeAws } from './support/fake-aws';

const aws = new FakeAws();
beforeAll(() => aws.start());
afterAll(() => aws.stop());

describe('clock, length of the load and unfed alarms', () => {
  test('are those of AWS without an endpoint: the clock runs as it does, loads last as written, and every alarm is fed', async () => {
    for (const endpoint of [undefined, '']) {
      expect(await readLoopback(endpoint)).toEqual({ clockFactor: 1, loadSeconds: undefined, unfed: new Map() });
    }
  });

  test('come from an endpoint on this machine', async () => {
    aws.rehearsal = { clock: { factor: 20 }, unfed: [{ name: 'tap-dev-keys', reason: 'no such metric here' }] };
    const { clockFactor, loadSeconds, unfed } = await readLoopback(aws.endpoint);
    expect(clockFactor).toBe(20);
    expect(loadSeconds).toBeUndefined();
    expect([...unfed]).toEqual([['tap-dev-keys', 'no such metric here']]);
  });

  test('come with a load that is shortened, but not to less than half a minute', async () => {
    aws.rehearsal = { clock: { factor: 20 }, load: { seconds: 30 }, unfed: [] };
    expect((await readLoopback(aws.endpoint)).loadSeconds).toBe(30);
    aws.rehearsal = { clock: { factor: 20 }, load: { seconds: 29 }, unfed: [] };
    await expect(readLoopback(aws.endpoint)).rejects.toThrow(/^TAP3004: .*how long a load lasts.*at least 30/s);
  });

  test.each([
    'https://cloudwatch.us-east-1.amazonaws.com',
    'http://10.0.0.1:4566',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'not an address',
  ])('are refused from %s', async (endpoint) => {
    await expect(readLoopback(endpoint)).rejects.toThrow(
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
    await expect(readLoopback(aws.endpoint)).rejects.toThrow(
      /^TAP3004: http:\/\/127\.0\.0\.1:\d+\/_rehearsal\/environment/,
    );
  });

  test('are refused if nobody answers', async () => {
    await expect(readLoopback('http://127.0.0.1:1')).rejects.toThrow(/^TAP3004/);
  });
});
