import { readAlarm } from '../../../src/cloud/alarms/alarm-definition';
import { Alarms } from '../../../src/cloud/alarms/alarms';
import { AlarmEvaluator } from '../../../src/cloud/alarms/evaluator';
import { DeployedStacks, ownedOf } from '../../../src/cloud/deployed/deployed-stacks';
import type { MetricId } from '../../../src/cloud/metrics/metric';
import { MetricStore } from '../../../src/cloud/metrics/metric-store';
import type { RehearsalEvent } from '../../../src/events/events';
import { alarmOn } from '../fixtures/alarms';
import { ManualClock } from '../fixtures/manual-clock';
import { at, resource, stackOf } from '../fixtures/stacks';

const topic = 'arn:aws:sns:us-east-1:111111111111:critical';
const elsewhere = 'arn:aws:automate:us-east-1:ec2:stop';
const errors: MetricId = { ...at, namespace: 'AWS/X', name: 'Errors', dimensions: { Service: 'weather' } };
const dimensions = [{ Name: 'Service', Value: 'weather' }];

const errorAlarm = (changes: Record<string, unknown> = {}) =>
  alarmOn(errors, 'errors', { AlarmActions: [topic, elsewhere], OKActions: [topic], ...changes });

function bench(alarms = [errorAlarm()]) {
  const clock = new ManualClock(20);
  const store = new MetricStore(clock);
  const events: RehearsalEvent[] = [];
  const set: string[] = [];
  let refuse = false;
  const evaluator = new AlarmEvaluator({
    clock,
    store,
    emit: (event) => events.push(event),
    setState: async (alarm, name, state) => {
      if (refuse) throw new Error('ResourceNotFound');
      set.push(`${alarm.region}/${name}=${state}`);
    },
  });
  const deployed = new DeployedStacks();
  deployed.put(stackOf('Alpha-Service', alarms));
  const composites: string[] = [];
  const all = new Alarms({ deployed, evaluator, store, putComposite: async ({ name }) => void composites.push(name) });
  evaluator.start();
  return {
    clock,
    store,
    events,
    set,
    evaluator,
    deployed,
    all,
    composites,
    refuseStates: (is: boolean) => {
      refuse = is;
    },
    /** One AWS minute in which the metric has this value; nothing: no value. */
    async minute(value?: number) {
      if (value !== undefined) store.record(errors, value);
      await clock.advance(clock.realMs(60));
    },
  };
}

describe('AlarmEvaluator', () => {
  it('judges M of N on the rehearsal clock, sets the state in the emulator and tells the topics alone', async () => {
    const test = bench();
    test.store.declare(errors);
    await test.all.apply('Alpha');
    for (const value of [0, 0, 0, 9, 9]) await test.minute(value);
    await test.clock.advance(200);
    expect(test.set).toEqual(['us-east-1/errors=OK', 'us-east-1/errors=ALARM']);
    expect(test.events.filter(({ type }) => type === 'alarm-state')).toHaveLength(2);
    expect(test.events.filter(({ type }) => type === 'notification')).toEqual([
      { type: 'notification', environment: 'Alpha', topic: 'critical', subject: 'OK: "errors" in us-east-1' },
      { type: 'notification', environment: 'Alpha', topic: 'critical', subject: 'ALARM: "errors" in us-east-1' },
    ]);
    for (let turn = 0; turn < 5; turn += 1) await test.minute();
    expect(test.set.at(-1)).toBe('us-east-1/errors=OK');
  });

  it('leaves an alarm alone whose metric nothing measures, and names it as unfed', async () => {
    const test = bench([errorAlarm({ TreatMissingData: 'breaching' })]);
    await test.all.apply('Alpha');
    for (let turn = 0; turn < 6; turn += 1) await test.minute();
    expect(test.set).toEqual([]);
    expect(test.all.unfed()).toEqual([
      { name: 'errors', environment: 'Alpha', reason: expect.stringContaining('AWS/X Errors {Service}') },
    ]);
    test.store.declare(errors);
    expect(test.all.unfed()).toEqual([]);
  });

  it('names no alarm as unfed whose metric is measured with other dimensions: they may be mistyped', async () => {
    const test = bench([errorAlarm({ TreatMissingData: 'breaching' })]);
    await test.all.apply('Alpha');
    test.store.declare({ ...errors, dimensions: { Servise: 'x' } });
    expect(test.all.unfed()).toEqual([]);
  });

  describe('an alarm to which silence is bad', () => {
    const silence = { TreatMissingData: 'breaching' };
    const warmUp = (minutes: number, whole?: boolean) => ({
      ...silence,
      WarmUpConfiguration: {
        WarmUpPeriodDurationInMinutes: minutes,
        OnlyStartEvaluatingAfterWarmUpPeriodEnds: whole,
      },
    });
    const deployed = async (changes: Record<string, unknown>) => {
      const test = bench([errorAlarm(changes)]);
      test.store.declare(errors);
      await test.all.apply('Alpha');
      return test;
    };

    it('fires as soon as it is made, as AWS has it, without a warm-up', async () => {
      const test = await deployed(silence);
      await test.minute();
      await test.clock.advance(200);
      expect(test.set).toEqual(['us-east-1/errors=ALARM']);
    });

    it('waits for its first data during its warm-up, and is judged once they fill its window', async () => {
      const test = await deployed(warmUp(15));
      for (let turn = 0; turn < 5; turn += 1) await test.minute();
      for (let turn = 0; turn < 3; turn += 1) await test.minute(0);
      expect(test.set).toEqual([]);
      for (let turn = 0; turn < 2; turn += 1) await test.minute(0);
      expect(test.set).toEqual(['us-east-1/errors=OK']);
    });

    it('fires when the data end again, and does not warm up a second time when it is deployed anew', async () => {
      const test = await deployed(warmUp(15));
      for (let turn = 0; turn < 5; turn += 1) await test.minute(0);
      await test.all.apply('Alpha');
      for (let turn = 0; turn < 6; turn += 1) await test.minute();
      expect(test.set).toEqual(['us-east-1/errors=OK', 'us-east-1/errors=ALARM']);
    });

    it('fires at the end of its warm-up if no data came at all', async () => {
      const test = await deployed(warmUp(15));
      for (let turn = 0; turn < 14; turn += 1) await test.minute();
      expect(test.set).toEqual([]);
      for (let turn = 0; turn < 2; turn += 1) await test.minute();
      expect(test.set).toEqual(['us-east-1/errors=ALARM']);
    });

    it('waits for the end of a warm-up that is to be whole, whatever data come', async () => {
      const test = await deployed(warmUp(15, true));
      for (let turn = 0; turn < 14; turn += 1) await test.minute(0);
      expect(test.set).toEqual([]);
      for (let turn = 0; turn < 2; turn += 1) await test.minute(0);
      expect(test.set).toEqual(['us-east-1/errors=OK']);
    });
  });

  it('keeps an alarm in its state when it is deployed again, and forgets one that is gone', async () => {
    const test = bench();
    test.store.declare(errors);
    await test.all.apply('Alpha');
    for (const value of [9, 9, 9, 9]) await test.minute(value);
    await test.all.apply('Alpha');
    for (const value of [9, 9]) await test.minute(value);
    expect(test.set).toEqual(['us-east-1/errors=OK', 'us-east-1/errors=ALARM']);
    test.deployed.delete(stackOf('Alpha-Service', []));
    test.all.retain();
    expect(test.evaluator.definitions()).toEqual([]);
  });

  it('says once that a state could not be set, and sets it as soon as it can', async () => {
    const test = bench();
    test.store.declare(errors);
    await test.all.apply('Alpha');
    test.refuseStates(true);
    for (const value of [9, 9, 9, 9, 9, 9]) await test.minute(value);
    expect(test.events.map((event) => ('code' in event ? event.code : event.type))).toEqual(['TAP4422']);
    test.refuseStates(false);
    await test.minute(9);
    await test.clock.advance(200);
    expect(test.set).toEqual(['us-east-1/errors=ALARM']);
  });

  it('takes a metric for breaching that a fault says so of, even where nothing measures it', async () => {
    const test = bench([errorAlarm({ ComparisonOperator: 'LessThanThreshold' })]);
    await test.all.apply('Alpha');
    test.evaluator.breaching.add('errors');
    await test.minute();
    await test.clock.advance(200);
    expect(test.set).toEqual(['us-east-1/errors=ALARM']);
  });

  it('judges percentiles and metric math over several metrics', async () => {
    const latency: MetricId = { ...errors, name: 'Latency' };
    const requests: MetricId = { ...errors, name: 'Requests' };
    const stat = (metric: MetricId, Stat: string) => ({
      Metric: { Namespace: metric.namespace, MetricName: metric.name, Dimensions: dimensions },
      Period: 60,
      Stat,
    });
    const common = { EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'missing' };
    const test = bench([
      errorAlarm({
        ...common,
        AlarmName: 'slow',
        MetricName: 'Latency',
        Statistic: undefined,
        ExtendedStatistic: 'p95',
        Threshold: 100,
        DatapointsToAlarm: 1,
      }),
      resource('Alpha-Service', 'Rate', 'AWS::CloudWatch::Alarm', 'rate', {
        ...common,
        Threshold: 4,
        Metrics: [
          { Id: 'rate', Expression: '100 * FILL(e, 0) / r' },
          { Id: 'e', MetricStat: stat(errors, 'Sum'), ReturnData: false },
          { Id: 'r', MetricStat: stat(requests, 'Sum'), ReturnData: false },
        ],
      }),
    ]);
    for (const metric of [errors, latency, requests]) test.store.declare(metric);
    await test.all.apply('Alpha');
    expect(test.all.metricsOf(at, 'slow')).toBeUndefined();
    expect(test.all.metricsOf({ ...at, region: 'eu-west-1' }, 'rate')).toBeUndefined();
    expect(test.all.metricsOf(at, 'rate')).toEqual([
      { Id: 'rate', Expression: '100 * FILL(e, 0) / r' },
      { Id: 'e', MetricStat: stat(errors, 'Sum'), ReturnData: false },
      { Id: 'r', MetricStat: stat(requests, 'Sum'), ReturnData: false },
    ]);
    await test.clock.advance(test.clock.realMs(60));
    test.store.record(requests, 1, 100);
    test.store.record(errors, 1, 5);
    test.store.record(latency, 50, 96);
    test.store.record(latency, 500, 4);
    await test.clock.advance(test.clock.realMs(60) + 200);
    expect(test.set.sort()).toEqual(['us-east-1/rate=ALARM', 'us-east-1/slow=OK']);
  });

  it('tells what an alarm looks at whose expression it does not understand', async () => {
    const used = { Id: 'used', Expression: 'calls / SERVICE_QUOTA(calls)' };
    const calls = {
      Id: 'calls',
      MetricStat: { Metric: { Namespace: 'AWS/Usage', MetricName: 'CallCount' }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    };
    const test = bench([
      resource('Alpha-Service', 'Quota', 'AWS::CloudWatch::Alarm', 'quota', {
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 1,
        Metrics: [used, calls],
      }),
    ]);
    await test.all.apply('Alpha');
    expect(test.all.unfed()).toEqual([expect.objectContaining({ reason: expect.stringMatching(/^TAP4420/) })]);
    expect(test.all.metricsOf(at, 'quota')).toEqual([used, calls]);
  });

  it('follows the rule of a composite alarm, which it makes in the emulator', async () => {
    const composite = resource('Alpha-Service', 'Both', 'AWS::CloudWatch::CompositeAlarm', 'both', {
      AlarmName: 'both',
      AlarmRule: 'ALARM(errors) AND NOT ALARM(other)',
      AlarmActions: [topic],
    });
    const test = bench([errorAlarm(), composite]);
    test.store.declare(errors);
    await test.all.apply('Alpha');
    for (const value of [9, 9, 9, 9]) await test.minute(value);
    expect(test.composites).toEqual(['both']);
    expect(test.set.filter((state) => state.endsWith('ALARM'))).toEqual([
      'us-east-1/errors=ALARM',
      'us-east-1/both=ALARM',
    ]);
    expect(test.set[0]).toBe('us-east-1/errors=OK');
  });

  it('names an alarm as unfed that it can not read, with the reason', async () => {
    const test = bench([errorAlarm({ ComparisonOperator: 'GreaterThanUpperThreshold' })]);
    await test.all.apply('Alpha');
    expect(test.all.unfed()).toEqual([
      { name: 'errors', environment: 'Alpha', reason: expect.stringMatching(/^TAP4421/) },
    ]);
  });

  it('sees breaching data points count to M by default as many as the periods', () => {
    const [owned] = ownedOf(
      stackOf('Alpha-Service', [errorAlarm({ DatapointsToAlarm: undefined })]),
      'AWS::CloudWatch::Alarm',
    );
    expect(owned && readAlarm(owned).datapointsToAlarm).toBe(3);
  });
});
