import { readAlarm } from '../../../src/cloud/alarms/alarm-definition';
import { Alarms } from '../../../src/cloud/alarms/alarms';
import { atAwsPace, type PacedLoad } from '../../../src/cloud/alarms/aws-pace';
import { AlarmEvaluator } from '../../../src/cloud/alarms/evaluator';
import { DeployedStacks, ownedOf } from '../../../src/cloud/deployed/deployed-stacks';
import type { MetricId } from '../../../src/cloud/metrics/metric';
import { MetricStore } from '../../../src/cloud/metrics/metric-store';
import type { PacedAlarm } from '../../../src/events/events';
import { alarmOn } from '../fixtures/alarms';
import { ManualClock } from '../fixtures/manual-clock';
import { at, resource, stackOf } from '../fixtures/stacks';

/** A load of 32 s here, 180 s on AWS, on a clock that runs 20 times faster. */
const secondsHere = 32;
const usualSecondsOnAws = 180;
const factor = 20;
const requestsEachSecond = 10;

const dimensions = [{ Name: 'Service', Value: 'weather' }];
const metric = (name: string): MetricId => ({ ...at, namespace: 'AWS/X', name, dimensions: { Service: 'weather' } });
const [errors, requests, latency, tasks] = [metric('Errors'), metric('Requests'), metric('Latency'), metric('Tasks')];

const stat = ({ name, namespace }: MetricId) => ({
  Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensions },
  Period: 60,
  Stat: 'Sum',
});

/** The kinds of alarms that a service has on errors: counted, as a share that averages, as a share by metric math. */
const counted = alarmOn(errors, 'counted');
const averaged = alarmOn(errors, 'averaged', { Statistic: 'Average', Threshold: 0.01 });
const math = resource('Alpha-Service', 'math', 'AWS::CloudWatch::Alarm', 'math', {
  AlarmName: 'math',
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
  Metrics: [
    { Id: 'rate', Expression: 'IF(r >= 100, 100 * e / r, 0)' },
    { Id: 'e', MetricStat: stat(errors), ReturnData: false },
    { Id: 'r', MetricStat: stat(requests), ReturnData: false },
  ],
});

interface Run {
  /** Share of the requests that fail, 0 to 1; undefined: the metric has no data at all. */
  readonly failing?: number;
  readonly secondsOnAws?: number;
  /** Seconds of load after which nothing fails any more. @default - all of it */
  readonly failingFor?: number;
}

/** A load in which a second's requests are recorded as the traffic's metrics record them. */
async function underLoad(alarms: readonly ReturnType<typeof alarmOn>[], run: Run = {}) {
  const { failing, secondsOnAws = usualSecondsOnAws, failingFor = secondsHere } = run;
  const clock = new ManualClock(factor);
  const store = new MetricStore(clock);
  const evaluator = new AlarmEvaluator({ clock, store, emit: () => undefined, setState: async () => undefined });
  const deployed = new DeployedStacks();
  deployed.put(stackOf('Alpha-Service', alarms));
  const all = new Alarms({ deployed, evaluator, store, putComposite: async () => undefined });
  for (const known of [errors, requests, latency, tasks]) store.declare(known);
  await all.apply('Alpha');
  evaluator.start();
  // Long before the load, on the fast clock.
  await clock.advance(clock.realMs(600));
  const from = clock.now();
  for (let second = 0; second < secondsHere; second += 1) {
    const share = second < failingFor ? failing : 0;
    store.record(requests, 1, requestsEachSecond * factor);
    if (share !== undefined) {
      store.record(errors, 1, requestsEachSecond * share * factor);
      store.record(errors, 0, requestsEachSecond * (1 - share) * factor);
    }
    await clock.advance(1_000);
  }
  const load: PacedLoad = { from, to: clock.now(), secondsHere: secondsHere, secondsOnAws };
  return { clock, store, evaluator, load, paced: () => evaluator.atAwsPace('Alpha', load) };
}

function onAws(paced: readonly PacedAlarm[]): Record<string, string> {
  return Object.fromEntries(paced.map((one) => [one.name, one.onAws]));
}

describe("what alarms would have done at AWS's pace", () => {
  it('all of those on errors would have fired if every request fails, as they did here', async () => {
    const test = await underLoad([counted, averaged, math], { failing: 1 });
    const paced = test.paced();
    expect(onAws(paced)).toEqual({ counted: 'would fire', averaged: 'would fire', math: 'would fire' });
    expect(paced.map(({ here }) => here)).toEqual(['fired', 'fired', 'fired']);
    // Of AWS's period, not of the faster one.
    expect(paced[0]?.reason).toContain(`${requestsEachSecond * 60} in each period of 60 s`);
  });

  it('none would have fired if no request fails', async () => {
    for (const failing of [0, undefined]) {
      const test = await underLoad([counted, averaged, math], failing === undefined ? {} : { failing });
      const paced = test.paced();
      expect(onAws(paced)).toEqual({ counted: 'would not fire', averaged: 'would not fire', math: 'would not fire' });
      expect(paced.map(({ here }) => here)).toEqual(['did not fire', 'did not fire', 'did not fire']);
    }
  });

  it.each([
    ['on the threshold', 75, 'would fire'],
    ['just below it', 75.01, 'would not fire'],
  ])('a level %s is judged by its comparison', async (_where, Threshold, expected) => {
    // 10 requests a second, of which one in eight fails: 75 in a minute.
    const test = await underLoad([alarmOn(errors, 'edge', { Threshold })], { failing: 1 / 8 });
    expect(onAws(test.paced())).toEqual({ edge: expected });
  });

  it.each([
    [179, 'not known', '179 s of load hold 1 whole periods of 60 s whenever they begin, and 2 must breach'],
    [180, 'would fire', '180 s of load hold 2 whole periods of 60 s'],
    [32, 'not known', '32 s of load hold 0 whole periods'],
  ])('a load of %d s says of two data points in minutes: %s', async (secondsOnAws, expected, reason) => {
    const test = await underLoad([counted], { failing: 1, secondsOnAws });
    const [paced] = test.paced();
    expect(paced?.onAws).toBe(expected);
    expect(paced?.reason).toContain(reason);
  });

  it('a burst that fired here may be too little for the periods of AWS, and is told as such', async () => {
    // Two seconds of errors fill two of the fast clock's periods; over the whole load they are 6 % of its requests.
    const rate = alarmOn(errors, 'burst', {
      Statistic: 'Average',
      Threshold: 0.5,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
    });
    const test = await underLoad([rate], { failing: 1, failingFor: 2 });
    expect(test.paced()).toMatchObject([{ name: 'burst', onAws: 'would not fire', here: 'fired' }]);
  });

  it('percentiles and minima are those of the whole load', async () => {
    const slow = alarmOn(latency, 'slow', { Statistic: undefined, ExtendedStatistic: 'p95', Threshold: 100 });
    const few = alarmOn(tasks, 'few', {
      Statistic: 'Minimum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
    const test = await underLoad([slow, few]);
    test.store.record(latency, 50, 90);
    test.store.record(latency, 500, 10);
    test.store.record(tasks, 2);
    const load = { ...test.load, to: test.clock.now() + 1 };
    expect(onAws(test.evaluator.atAwsPace('Alpha', load))).toEqual({ slow: 'would fire', few: 'would not fire' });
  });

  it.each([
    ['breaching', 'would fire'],
    ['notBreaching', 'would not fire'],
    ['ignore', 'would not fire'],
    ['missing', 'not known'],
  ])('no data counts as the alarm says: %s', async (TreatMissingData, expected) => {
    const test = await underLoad([alarmOn(latency, 'silent', { TreatMissingData })]);
    const [paced] = test.paced();
    expect(paced).toMatchObject({ onAws: expected, reason: expect.stringContaining('no data in the load') });
  });

  it('nothing is said of an alarm that nothing feeds, of another environment, or of samples before the load', async () => {
    const unfed = alarmOn(metric('Unknown'), 'unfed');
    const test = await underLoad([unfed, counted], { failing: 0 });
    expect(test.evaluator.atAwsPace('Beta', test.load)).toEqual([]);
    const later = { ...test.load, from: test.clock.now(), to: test.clock.now() + 1_000 };
    expect(test.evaluator.atAwsPace('Alpha', later)).toMatchObject([{ name: 'counted', onAws: 'would not fire' }]);
  });

  it('an alarm that a fault takes for breaching would have fired, whatever was measured', async () => {
    const test = await underLoad([counted], { failing: 0 });
    test.evaluator.breaching.add('counted');
    expect(onAws(test.paced())).toEqual({ counted: 'would fire' });
  });

  it('metric math that refers to itself says nothing, and breaks nothing', async () => {
    const loop = resource('Alpha-Service', 'loop', 'AWS::CloudWatch::Alarm', 'loop', {
      ...math.properties,
      AlarmName: 'loop',
      Metrics: [
        { Id: 'rate', Expression: 'rate + e' },
        { Id: 'e', MetricStat: stat(errors), ReturnData: false },
      ],
    });
    const { store, load } = await underLoad([counted]);
    const [owned] = ownedOf(stackOf('Alpha-Service', [loop]), 'AWS::CloudWatch::Alarm');
    if (!owned) throw new Error('the alarm is not in its stack');
    expect(atAwsPace(readAlarm(owned), store, load)).toEqual({
      onAws: 'not known',
      reason: expect.stringMatching(/^TAP4420: .*refers to itself/),
    });
  });
});
