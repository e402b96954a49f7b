import * as fc from 'fast-check';
import { jStat } from 'jstat';
import { boundsOf, standing, together } from '../../../checks/load-test/bounds';

describe('the bounds of a share', () => {
  test('are those of Clopper and Pearson: what was seen, or more of it, has one case of twenty there', () => {
    // None of n leaves 1 - 0.05^(1/n) possible, which is the rule of three.
    expect(boundsOf({ count: 0, of: 300 })).toEqual({ lower: 0, upper: expect.closeTo(1 - 0.05 ** (1 / 300), 8) });
    expect(boundsOf({ count: 300, of: 300 })).toEqual({ lower: expect.closeTo(0.05 ** (1 / 300), 8), upper: 1 });
    for (const [count, of] of [
      [1, 50],
      [10, 100],
      [57, 5700],
    ] as const) {
      const { lower, upper } = boundsOf({ count, of });
      expect(1 - jStat.binomial.cdf(count - 1, of, lower)).toBeCloseTo(0.05, 6);
      expect(jStat.binomial.cdf(count, of, upper)).toBeCloseTo(0.05, 6);
    }
  });

  test('hold what was seen between them, whatever it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat(20_000), (of, some) => {
        const count = Math.min(some, of);
        const { lower, upper } = boundsOf({ count, of });
        expect(lower).toBeLessThanOrEqual(count / of);
        expect(upper).toBeGreaterThanOrEqual(count / of);
      }),
    );
  });

  test('leave everything possible where nothing was seen', () => {
    expect(boundsOf({ count: 0, of: 0 })).toEqual({ lower: 0, upper: 1 });
    expect(standing({ count: 0, of: 0 }, 0.5)).toBe('undecided');
  });
});

test('a share is under or over its limit only for certain', () => {
  const of = 1000;
  expect(standing({ count: 3, of }, 0.01)).toBe('under');
  expect(standing({ count: 9, of }, 0.01)).toBe('undecided');
  expect(standing({ count: 11, of }, 0.01)).toBe('undecided');
  expect(standing({ count: 20, of }, 0.01)).toBe('over');
});

test('several shares are as good as the worst of them', () => {
  expect(together(['under', 'under'])).toBe('under');
  expect(together(['under', 'undecided'])).toBe('undecided');
  expect(together(['undecided', 'over', 'under'])).toBe('over');
});
