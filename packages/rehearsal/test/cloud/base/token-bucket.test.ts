import { TokenBucket } from '../../../src/cloud/base/token-bucket';

test('a bucket lets pass what it holds at once, and then what comes in a second', () => {
  let time = 0;
  const bucket = new TokenBucket(10, 4, { now: () => time });
  const taken = (count: number) => Array.from({ length: count }, () => bucket.take()).filter(Boolean).length;
  expect(taken(9)).toBe(4);
  time = 200;
  expect(taken(9)).toBe(2);
  time = 60_000;
  expect(taken(9)).toBe(4);
});

test('an empty one lets nothing pass, an endless one everything', () => {
  let time = 0;
  const empty = new TokenBucket(0, 0, { now: () => time });
  const endless = new TokenBucket(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, { now: () => time });
  expect(empty.take()).toBe(false);
  time = 60_000;
  expect(empty.take()).toBe(false);
  expect(Array.from({ length: 1000 }, () => endless.take())).not.toContain(false);
});
