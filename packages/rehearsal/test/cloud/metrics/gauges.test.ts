import { startGauges } from '../../../src/cloud/metrics/gauges';
import { MetricStore } from '../../../src/cloud/metrics/metric-store';
import { ManualClock } from '../fixtures/manual-clock';
import { at } from '../fixtures/stacks';

describe('gauges', () => {
  it('weigh one sample for each AWS minute, and leave out what can not be read', async () => {
    const clock = new ManualClock(20);
    const store = new MetricStore(clock);
    const metric = { ...at, namespace: 'N', name: 'Tasks', dimensions: {} };
    const silent = { ...metric, name: 'Silent' };
    const stop = startGauges(store, clock, [
      () => [{ metric, value: 4 }],
      async () => [{ metric: silent, value: undefined }],
    ]);
    const from = clock.now();
    await clock.advance(store.periodMs(60) * 10);
    stop();
    const to = clock.now() + 1;
    expect(store.statistic(metric, 'Average', from, to)).toBe(4);
    expect(store.statistic(metric, 'SampleCount', from, to)).toBeCloseTo(10, 6);
    expect(store.statistic(silent, 'SampleCount', from, to)).toBeUndefined();
  });
});
