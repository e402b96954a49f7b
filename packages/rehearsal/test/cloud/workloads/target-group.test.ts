import { matcher } from '../../../src/cloud/workloads/health-check';
import { TargetGroup } from '../../../src/cloud/workloads/target-group';
import { ManualClock } from '../fixtures/manual-clock';
import { resource, targetGroupArn } from '../fixtures/stacks';

const group = (properties: Record<string, unknown> = {}) => {
  const clock = new ManualClock(20);
  const answers = { healthy: true, asked: 0 };
  const owned = {
    ...resource('Alpha-Service', 'Group', 'AWS::ElasticLoadBalancingV2::TargetGroup', targetGroupArn, {
      HealthCheckIntervalSeconds: 20,
      HealthyThresholdCount: 3,
      UnhealthyThresholdCount: 2,
      ...properties,
    }),
    environment: 'Alpha',
  };
  const made = new TargetGroup(owned, clock, async () => {
    answers.asked += 1;
    return answers.healthy;
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { made, clock, answers, settle, interval: clock.realMs(20) };
};
const address = { host: '127.0.0.1', port: 1 };

describe('TargetGroup', () => {
  it('takes a new target in after its first passed check, and out and in again by the thresholds', async () => {
    const { made, clock, answers, settle, interval } = group();
    const target = made.register('a', address);
    expect(target.state).toBe('initial');
    await settle();
    expect(target.state).toBe('healthy');
    answers.healthy = false;
    await clock.advance(interval);
    expect(target.state).toBe('healthy');
    await clock.advance(interval);
    expect(target.state).toBe('unhealthy');
    answers.healthy = true;
    await clock.advance(2 * interval);
    expect(target.state).toBe('unhealthy');
    await clock.advance(interval);
    expect(target.state).toBe('healthy');
    expect(answers.asked).toBe(6);
    made.close();
    await clock.advance(3 * interval);
    expect(answers.asked).toBe(6);
  });

  it('gives a new target the time that a process takes to listen, before it counts as unhealthy', async () => {
    const { made, clock, answers } = group();
    answers.healthy = false;
    const target = made.register('a', address);
    await clock.advance(9_000);
    expect([target.state, target.failures >= 2]).toEqual(['initial', true]);
    await clock.advance(3_000);
    expect(target.state).toBe('unhealthy');
  });

  it('asks the healthy ones in turn, all of them if none is healthy, and never one that leaves', async () => {
    const { made, settle } = group();
    const targets = ['a', 'b', 'c'].map((id) => made.register(id, address));
    await settle();
    const chosen = () => Array.from({ length: 6 }, () => made.choose()?.id).sort();
    expect(chosen()).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    for (const target of targets) target.state = 'unhealthy';
    expect(new Set(chosen()).size).toBe(3);
    void made.deregister(targets[0] ?? made.register('x', address));
    expect(new Set(chosen())).toEqual(new Set(['b', 'c']));
  });

  it('prefers the one with the fewest requests where the attribute says so', async () => {
    const Key = 'load_balancing.algorithm.type';
    const { made, settle } = group({ TargetGroupAttributes: [{ Key, Value: 'least_outstanding_requests' }] });
    const [busy] = ['a', 'b'].map((id) => made.register(id, address));
    await settle();
    if (busy) busy.open = 5;
    expect(Array.from({ length: 4 }, () => made.choose()?.id)).toEqual(['b', 'b', 'b', 'b']);
  });

  it('waits for the requests of a target that leaves, but no longer than the delay', async () => {
    const Key = 'deregistration_delay.timeout_seconds';
    const { made, clock } = group({ TargetGroupAttributes: [{ Key, Value: '60' }] });
    const target = made.register('a', address);
    target.open = 1;
    const left = made.deregister(target).then(() => clock.now());
    const began = clock.now();
    await clock.advance(clock.realMs(90));
    expect((await left) - began).toBeGreaterThanOrEqual(clock.realMs(60));
    expect((await left) - began).toBeLessThan(clock.realMs(70));
    expect(made.targets).toEqual([]);
  });

  it('has the name in metrics that the alarms were given', () => {
    const { made } = group();
    expect(made.metricName).toBe(made.fullName);
    made.nameAsIn('{"Value":"readings/3"}');
    expect(made.metricName).toBe('readings/3');
    made.nameAsIn(`{"Value":"${made.fullName}"}`);
    expect(made.metricName).toBe(made.fullName);
  });
});

describe('matcher', () => {
  it('knows single codes, lists and ranges', () => {
    expect([200, 201].map(matcher('200'))).toEqual([true, false]);
    expect([200, 204, 301].map(matcher('200, 204'))).toEqual([true, true, false]);
    expect([199, 200, 299, 300].map(matcher('200-299'))).toEqual([false, true, true, false]);
  });
});
