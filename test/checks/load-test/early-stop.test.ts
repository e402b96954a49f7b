import { EarlyStop } from '../../../checks/load-test/early-stop';
import type { Door } from '../../../loadtests/lib/profile';

const thresholds = { cloudfront: { p95Ms: 100, maxErrorRate: 0.01 }, api: { p95Ms: 100, maxErrorRate: 0.01 } };

const bare = { timestamp: '1767225600000', name: 'look', scenario: 'api', metric_value: '1' };

interface Answer {
  readonly door?: Door;
  readonly waitMs?: number;
  readonly failed?: boolean;
  readonly lagMs?: number;
}

/** Ten answers a second for so many seconds, and the generator's lag beside each. */
function watch(seconds: number, answer: (index: number) => Answer): EarlyStop {
  const early = new EarlyStop(thresholds);
  for (let index = 0; index < seconds * 10; index += 1) {
    const { door = 'api', waitMs = 20, failed, lagMs = 1 } = answer(index);
    const shared = { timestamp: String(1_767_225_600_000 + index * 100), name: 'look', scenario: door };
    early.add({ ...shared, metric_name: 'generator_lag', metric_value: String(lagMs), extra_tags: '' });
    const extra_tags = failed ? 'failed=status%20500' : '';
    early.add({ ...shared, metric_name: 'shopper_wait', metric_value: String(waitMs), extra_tags });
  }
  return early;
}

describe('a load', () => {
  test('goes on against a good shop', () => {
    expect(watch(60, () => ({})).reason).toBeUndefined();
  });

  test.each<[string, (index: number) => Answer, RegExp]>([
    [
      'a fifth of the answers fail',
      (index) => ({ failed: index % 5 === 0 }),
      /the last 5 s through api 2\d % .* failed/,
    ],
    ['answers take ten times the limit', () => ({ waitMs: 1000 }), /through api p95 was 1000 ms, 10 times .* 100 ms/],
  ])('is ended where %s for five seconds', (_what, answer, reason) => {
    expect(watch(6, answer).reason).toMatch(reason);
    expect(watch(4, answer).reason).toBeUndefined();
  });

  test('goes on whatever tags a journey has for itself, and counts failures beside them', () => {
    const early = new EarlyStop(thresholds);
    for (const metric_name of ['http_reqs', 'shopper_wait']) {
      early.add({ ...bare, metric_name, extra_tags: 'discount=100%&aged=%E0%A4%A' });
    }
    expect(early.reason).toBeUndefined();
    for (let index = 0; index < 60; index += 1) {
      const timestamp = String(1_767_225_600_000 + index * 100);
      early.add({ ...bare, timestamp, metric_name: 'shopper_wait', extra_tags: 'discount=100%&failed=x' });
    }
    expect(early.reason).toMatch(/failed/);
  });

  test('is ended when it gets bad later', () => {
    expect(watch(60, (index) => ({ failed: index > 300 && index % 2 === 0 })).reason).toMatch(/failed/);
  });

  test.each<[string, (index: number) => Answer]>([
    ['fewer answers fail', (index) => ({ failed: index % 6 === 0 })],
    ['answers take less than that', () => ({ waitMs: 900 })],
    ['the generator is late itself', () => ({ waitMs: 5000, lagMs: 400 })],
    ['the generator is late, and gave up waiting', (index) => ({ failed: index % 3 === 0, lagMs: 9_000 })],
    ['there are few answers', (index) => ({ door: index % 40 === 0 ? 'cloudfront' : 'api', failed: index % 40 === 0 })],
  ])('goes on where %s', (_what, answer) => {
    expect(watch(60, answer).reason).toBeUndefined();
  });
});
