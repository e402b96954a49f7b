import { recordEmbedded } from '../../../src/cloud/metrics/embedded-metrics';
import { MetricStore } from '../../../src/cloud/metrics/metric-store';
import { ManualClock } from '../fixtures/manual-clock';
import { at } from '../fixtures/stacks';

describe('embedded metrics', () => {
  const clock = new ManualClock(20);
  const sum = (store: MetricStore, name: string, dimensions: Record<string, string>) =>
    store.statistic({ ...at, namespace: 'Tap/Shop', name, dimensions }, 'Sum', clock.now() - 1e6, clock.now() + 1);

  it('records each value under each set of dimensions, as often as the clock is faster', () => {
    const store = new MetricStore(clock);
    const line = {
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Tap/Shop',
            Dimensions: [['Service'], ['Service', 'Route']],
            Metrics: [{ Name: 'Orders' }, { Name: 'Ms' }, { Name: 'Absent' }],
          },
        ],
      },
      Service: 'checkout',
      Route: '/api/orders',
      Orders: 2,
      Ms: [1, 2, 'x'],
    };
    recordEmbedded(store, clock, at, JSON.stringify(line));
    expect(sum(store, 'Orders', { Service: 'checkout' })).toBe(40);
    expect(sum(store, 'Orders', { Service: 'checkout', Route: '/api/orders' })).toBe(40);
    expect(sum(store, 'Ms', { Service: 'checkout' })).toBe(60);
    expect(sum(store, 'Absent', { Service: 'checkout' })).toBeUndefined();
  });

  it('passes over what is no metric', () => {
    const store = new MetricStore(clock);
    for (const line of ['', 'text with "_aws"', '{"_aws":7}', '"_aws"', '{"_aws":{"CloudWatchMetrics":[{}]}}']) {
      recordEmbedded(store, clock, at, line);
    }
    expect(store.drain()).toEqual([]);
  });
});
