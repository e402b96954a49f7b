import { recordEmbedded } from '../../../src/cloud/metrics/embedded-metrics';
import { MetricStore } from '../../../src/cloud/metrics/metric-store';
import { ManualClock } from '../fixtures/manual-clock';
import { at } from '../fixtures/stacks';

describe('embedded metrics', () => {
  const clock = new ManualClock(20);
  const sum = (store: MetricStore, name: string, dimensions: Record<string, string>) =>
    store.statistic({ ...at, namespace: 'Acme/Weather', name, dimensions }, 'Sum', clock.now() - 1e6, clock.now() + 1);

  it('records each value under each set of dimensions, as often as the clock is faster', () => {
    const store = new MetricStore(clock);
    const line = {
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Acme/Weather',
            Dimensions: [['Service'], ['Service', 'Route']],
            Metrics: [{ Name: 'Readings' }, { Name: 'Ms' }, { Name: 'Absent' }],
          },
        ],
      },
      Service: 'stations',
      Route: '/api/sensors',
      Readings: 2,
      Ms: [1, 2, 'x'],
    };
    recordEmbedded(store, clock, at, JSON.stringify(line));
    expect(sum(store, 'Readings', { Service: 'stations' })).toBe(40);
    expect(sum(store, 'Readings', { Service: 'stations', Route: '/api/sensors' })).toBe(40);
    expect(sum(store, 'Ms', { Service: 'stations' })).toBe(60);
    expect(sum(store, 'Absent', { Service: 'stations' })).toBeUndefined();
  });

  it('passes over what is no metric', () => {
    const store = new MetricStore(clock);
    for (const line of ['', 'text with "_aws"', '{"_aws":7}', '"_aws"', '{"_aws":{"CloudWatchMetrics":[{}]}}']) {
      recordEmbedded(store, clock, at, line);
    }
    expect(store.drain()).toEqual([]);
  });
});
