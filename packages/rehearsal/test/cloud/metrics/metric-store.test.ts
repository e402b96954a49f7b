import fc from 'fast-check';
import type { MetricId } from '../../../src/cloud/metrics/metric';
import { MetricStore } from '../../../src/cloud/metrics/metric-store';
import { percentile } from '../../../src/cloud/metrics/percentile';
import { ManualClock } from '../fixtures/manual-clock';
import { at } from '../fixtures/stacks';

const metric: MetricId = { ...at, namespace: 'N', name: 'M', dimensions: { A: '1', B: '2' } };

describe('percentile', () => {
  it('is what sorting the samples one by one gives', () => {
    const sample = fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 100 }),
        (samples, percent) => {
          const all = samples
            .flatMap(([value, count]) => Array.from({ length: count }, () => value))
            .sort((a, b) => a - b);
          const rank = (percent / 100) * (all.length - 1);
          const lower = all[Math.floor(rank)] ?? 0;
          const upper = all[Math.ceil(rank)] ?? 0;
          expect(percentile(samples, percent)).toBeCloseTo(lower + (rank - Math.floor(rank)) * (upper - lower), 9);
        },
      ),
    );
  });

  it('has no value without samples', () => {
    expect(percentile([], 95)).toBeUndefined();
  });
});

describe('MetricStore', () => {
  it('gives each statistic of a stretch of time, whatever the order of the dimensions', async () => {
    const clock = new ManualClock(20);
    const store = new MetricStore(clock);
    const from = clock.now();
    for (const value of [1, 2, 3, 10]) store.record(metric, value, 20);
    await clock.advance(store.periodMs(60));
    store.record(metric, 99);
    const same: MetricId = { ...metric, dimensions: { B: '2', A: '1' } };
    const of = (statistic: string) => store.statistic(same, statistic, from, from + store.periodMs(60));
    expect(['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum', 'p50'].map(of)).toEqual([320, 80, 4, 1, 10, 2.5]);
    expect(of('p95')).toBe(10);
    expect(of('TM(5%:95%)')).toBeUndefined();
    expect(store.statistic(metric, 'Sum', from - 1000, from)).toBeUndefined();
  });

  it('keeps metrics of other accounts, regions and dimensions apart', () => {
    const store = new MetricStore(new ManualClock());
    store.declare(metric);
    expect(store.isFed(metric)).toBe(true);
    const others = [
      { ...metric, region: 'eu-west-1' },
      { ...metric, account: '222222222222' },
      { ...metric, dimensions: { A: '1' } },
      { ...metric, name: 'X' },
    ];
    expect(others.map((other) => store.isFed(other))).toEqual(others.map(() => false));
  });

  it('cuts no value off a period at any factor', async () => {
    for (const factor of [1, 7, 20, 33, 60]) {
      const clock = new ManualClock(factor);
      const store = new MetricStore(clock);
      const period = store.periodMs(60);
      const began = Math.floor(clock.now() / period) * period;
      let recorded = 0;
      for (let turn = 0; turn < 40; turn += 1) {
        store.record(metric, 1);
        recorded += 1;
        await clock.advance(period / 7);
      }
      let found = 0;
      for (let from = began; from < clock.now(); from += period)
        found += store.statistic(metric, 'Sum', from, from + period) ?? 0;
      expect(found).toBe(recorded);
    }
  });

  it('hands out each closed bucket once', async () => {
    const clock = new ManualClock(20);
    const store = new MetricStore(clock);
    store.record(metric, 1);
    expect(store.drain()).toEqual([]);
    await clock.advance(store.bucketMs);
    expect(store.drain()).toHaveLength(1);
    expect(store.drain()).toEqual([]);
  });
});
