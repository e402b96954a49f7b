import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { MetricStore } from '../../../src/cloud/metrics/metric-store';
import { startPublisher } from '../../../src/cloud/metrics/publisher';
import { ManualClock } from '../fixtures/manual-clock';
import { at } from '../fixtures/stacks';

const metric = { ...at, namespace: 'AWS/X', name: 'Latency', dimensions: { Api: 'weather' } };

describe('publisher', () => {
  const bench = (put?: () => Promise<void>) => {
    const clock = new ManualClock(20);
    const store = new MetricStore(clock);
    const sent: { at: string; data: MetricDatum[] }[] = [];
    const failures: string[] = [];
    const stop = startPublisher(store, {
      clock,
      put: async (at, namespace, data) => {
        await put?.();
        sent.push({ at: `${at.account}/${at.region}/${namespace}`, data });
      },
      failed: (message) => failures.push(message),
    });
    return { clock, store, sent, failures, stop };
  };

  it('sends values with their counts once an AWS minute, to where the metric is, and the rest at the end', async () => {
    const { clock, store, sent, stop } = bench();
    store.record(metric, 5, 20);
    store.record(metric, 5, 20);
    store.record(metric, 7, 20);
    await clock.advance(clock.realMs(60));
    expect(sent.map(({ at }) => at)).toEqual(['111111111111/us-east-1/AWS/X']);
    expect(sent[0]?.data).toEqual([
      {
        MetricName: 'Latency',
        Dimensions: [{ Name: 'Api', Value: 'weather' }],
        Timestamp: expect.any(Date),
        Values: [5, 7],
        Counts: [40, 20],
      },
    ]);
    store.record(metric, 9);
    await clock.advance(store.bucketMs);
    await stop();
    expect(sent).toHaveLength(2);
  });

  it('fits many different values into one datum without losing a sample', async () => {
    const { clock, store, sent, stop } = bench();
    for (let value = 0; value < 5000; value += 1) store.record(metric, 1 + value / 7919);
    await clock.advance(clock.realMs(60));
    await stop();
    const [datum] = sent.flatMap(({ data }) => data);
    expect(datum?.Values?.length).toBeLessThanOrEqual(150);
    expect(datum?.Counts?.reduce((sum, count) => sum + count, 0)).toBe(5000);
  });

  it('says that nothing was published, and goes on', async () => {
    const { clock, store, failures, stop } = bench(() => Promise.reject(new Error('gone')));
    store.record(metric, 1);
    await clock.advance(clock.realMs(60));
    await stop();
    expect(failures).toEqual(['metrics of AWS/X were not published: gone']);
  });
});
