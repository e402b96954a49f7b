import { alarmGate } from '../../../checks/alarms/alarm-gate';
import { runGate } from '../../../checks/gate';
import { windowText } from '../../../contracts/load-window';
import { alarmBench, ended, settingsOf, shared, started, window } from '../support/alarm-bench';
import { passedBefore } from '../support/stored-evidence';

const gate = alarmBench();
const { aws, bench, alarms } = gate;

describe('the alarm gate', () => {
  test('passes an environment whose alarms are good, in both regions, plain and calculated', async () => {
    const { code, verdict, reasons, measurements } = await alarms();
    expect({ code, verdict, reasons }).toEqual({ code: 0, verdict: 'pass', reasons: [] });
    expect(measurements).toContainEqual({ name: 'alarms judged good', value: 2, unit: 'count', limit: { atLeast: 1 } });
    const regions = new Set(aws.calls.filter(({ action }) => action === 'DescribeAlarms').map(({ region }) => region));
    expect(regions).toEqual(new Set(['us-east-1', 'eu-west-1']));
  });

  test("reads through its role in the environment's account, and stores evidence as the job itself", async () => {
    await alarms();
    const caller = (wanted: string) =>
      new Set(aws.calls.filter(({ action }) => action === wanted).map((it) => it.accessKeyId));
    expect(caller('AssumeRole')).toEqual(new Set(['AKIAJOB']));
    expect(caller('DescribeAlarmHistory')).toEqual(new Set(['ASIAGATE']));
    expect(caller('GetMetricData')).toEqual(new Set(['ASIAGATE']));
    expect(caller('PutObject')).toEqual(new Set(['AKIAJOB']));
    expect([...aws.objects.keys()].slice(passedBefore(gate.judged).length)).toEqual([
      expect.stringMatching(/alarms\.xml$/),
      expect.stringMatching(/^evidence-bucket\/0123abc\/execution-1\/Dev\/alarms\/\d+-b\d+\/alarms\.json$/),
      'evidence-bucket/last-passed/Dev/alarms/gates.json',
    ]);
  });

  test('asks for every metric of a calculated alarm', async () => {
    await alarms();
    const asked = aws.calls
      .filter(({ action, region }) => action === 'GetMetricData' && region === 'eu-west-1')
      .flatMap(({ data }) => data.MetricDataQueries as { MetricStat: { Metric: { MetricName: string } } }[]);
    expect(asked.map(({ MetricStat }) => MetricStat.Metric.MetricName)).toEqual(['Errors', 'Requests']);
  });

  test('stops for an alarm that fired and recovered, found on a later page of its history', async () => {
    gate.world.history = [
      { name: 'tap-dev-math', at: new Date(started.getTime() + 5_000), from: 'INSUFFICIENT_DATA', to: 'OK' },
      { name: 'tap-dev-math', at: new Date(started.getTime() + 20_000), from: 'OK', to: 'ALARM' },
      { name: 'tap-dev-math', at: new Date(started.getTime() + 30_000), from: 'ALARM', to: 'OK' },
    ];
    const { code, verdict, reasons } = await alarms();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'fail' });
    expect(reasons).toEqual([expect.stringMatching(/tap-dev-math was in ALARM .* has recovered since/)]);
  });

  test('asks once in a region for the history of all alarms, and passes over those of others', async () => {
    const at = new Date(started.getTime() + 20_000);
    gate.world.history = [
      { name: 'somebody-elses', at, from: 'OK', to: 'ALARM' },
      { name: 'somebody-elses', at, from: 'ALARM', to: 'OK', data: 'in a form of its own' },
    ];
    expect(await alarms()).toMatchObject({ code: 0, verdict: 'pass' });
    const asked = aws.calls.filter(({ action }) => action === 'DescribeAlarmHistory');
    expect(
      asked
        .filter(({ data }) => !data.NextToken)
        .map(({ region }) => region)
        .sort(),
    ).toEqual(['eu-west-1', 'us-east-1']);
    expect(asked.filter(({ data }) => 'AlarmName' in data)).toEqual([]);
  });

  test('is not judged if the history of a declared alarm can not be read', async () => {
    gate.world.history = [{ name: 'tap-dev-math', at: started, from: '', to: '', data: 'in a form of its own' }];
    const { verdict, reasons } = await alarms();
    expect({ verdict, reasons }).toEqual({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/^TAP3202: the history of the alarm tap-dev-math/)],
    });
  });

  test('asks again where CloudWatch throttles, and passes', async () => {
    aws.throttled.set('DescribeAlarmHistory', 3);
    expect(await alarms()).toMatchObject({ code: 0, verdict: 'pass' });
    expect(aws.throttled.get('DescribeAlarmHistory')).toBe(0);
  });

  test('asks for metric alarms alone, as its role may read no others', async () => {
    await alarms();
    const asked = aws.calls.filter(({ action }) => /^DescribeAlarm/.test(action));
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter(({ data }) => JSON.stringify(data.AlarmTypes) !== '["MetricAlarm"]')).toEqual([]);
  });

  test.each([
    ['a threshold', { Threshold: 99 }, 'threshold is 99, declared 1'],
    ['switched-off actions', { ActionsEnabled: false }, 'actions enabled is false, declared true'],
    [
      'another topic',
      { AlarmActions: ['arn:aws:sns:x:1:y'] },
      /ALARM action 1 is arn:aws:sns:x:1:y, declared arn:\S+critical/,
    ],
    ['M of N', { DatapointsToAlarm: 3 }, 'data points to alarm is 3 of 3, declared 2 of 3'],
    ['missing data', { TreatMissingData: 'ignore' }, 'missing data is ignore, declared notBreaching'],
    ['a metric', { MetricName: 'Requets' }, 'metric is AWS/X Requets, declared AWS/X Requests'],
    [
      'a dimension too many',
      {
        Dimensions: [
          { Name: 'Id', Value: 'tap-dev-plain' },
          { Name: 'Az', Value: 'a' },
        ],
      },
      'dimension Az is a, declared nothing',
    ],
    ['an evaluation state', { EvaluationState: 'EVALUATION_ERROR' }, 'its evaluation state is EVALUATION_ERROR'],
    ['no form that AWS gives an alarm', { EvaluationPeriods: 0 }, 'threshold is absent, declared 1'],
  ])('stops for an alarm that has got %s by hand', async (_what, handwork, words) => {
    gate.world.handwork = { 'tap-dev-plain': handwork };
    const { code, verdict, reasons } = await alarms();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'fail' });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(words);
  });

  test.each<[string, object, RegExp]>([
    [
      'another execution',
      { execution: 'execution-0' },
      /received a load of execution execution-0; one of this execution/,
    ],
    ['another environment', { environment: 'Staging' }, /received a load of Staging; one of Dev is allowed/],
    [
      'hours ago',
      { startedAt: new Date(started.getTime() - 7.3e6), endedAt: new Date(ended.getTime() - 7.3e6) },
      /received a load that ended at \S+; one of the last 2 hours/,
    ],
    ['the future', { endedAt: new Date(ended.getTime() + 3e5) }, /received a load that ends at \S+, in the future/],
  ])('is not judged by a load of %s', async (_what, changes, words) => {
    const { code, verdict, reasons } = await alarms({ LOAD_WINDOW: windowText({ ...window, ...changes }) });
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'not judged' });
    expect(reasons).toEqual([expect.stringMatching(words)]);
    expect(reasons[0]).toMatch(/^TAP3203: LOAD_WINDOW/);
    expect(aws.calls.filter(({ action }) => action === 'DescribeAlarms')).toEqual([]);
  });

  test('judges the same load again at a second attempt, an hour later', async () => {
    const earlier = (time: Date) => new Date(time.getTime() - 3.6e6);
    const hourAgo = { ...window, startedAt: earlier(started), endedAt: earlier(ended) };
    aws.objects.clear();
    for (const [key, text] of passedBefore({ ...gate.judged, window: hourAgo })) aws.objects.set(key, text);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect(await alarms({ LOAD_WINDOW: windowText(hourAgo) })).toMatchObject({ verdict: 'pass', reasons: [] });
    }
  });

  test('judges a query that names no metric by what it answers', async () => {
    const query = [{ Id: 'q', Expression: 'SELECT MAX(x) FROM y', Period: 60 }];
    const insights = { MetricName: undefined, Namespace: undefined, Dimensions: undefined, Metrics: query };
    gate.world.handwork = { 'tap-dev-plain': insights };
    const settings = settingsOf('tap-dev-plain', insights);
    const plain = { ...shared, name: 'tap-dev-plain', region: 'us-east-1', settings };
    bench.manifest({ region: 'eu-west-1', alarms: [plain] });
    delete gate.world.states['tap-dev-math'];
    expect(await alarms()).toMatchObject({ verdict: 'pass', reasons: [] });
    const asked = aws.calls.filter(({ action }) => action === 'GetMetricData');
    expect(asked.at(-1)?.data.MetricDataQueries).toEqual([
      { Id: 'q', Expression: 'SELECT MAX(x) FROM y', Period: 1, ReturnData: true },
    ]);
    gate.world.silent = true;
    expect(await alarms()).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/its query had no data point in the load/)],
    });
  });

  test('stops for a missing alarm', async () => {
    delete gate.world.states['tap-dev-plain'];
    expect((await alarms()).reasons).toEqual([expect.stringMatching(/tap-dev-plain is declared and doesn't exist/)]);
  });

  test('is not judged if the metrics are silent', async () => {
    gate.world.silent = true;
    const { code, verdict } = await alarms();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'not judged' });
  });

  test('is not judged if CloudWatch refuses', async () => {
    aws.denied.add('DescribeAlarms');
    const { verdict, reasons } = await alarms();
    expect(verdict).toBe('not judged');
    expect(reasons).toEqual([expect.stringMatching(/^TAP3201: CloudWatch in us-east-1 did not answer DescribeAlarms/)]);
  });

  test('is wrong use without the window of a load, or with one that ends before it starts', async () => {
    expect(await runGate(alarmGate, bench.job(undefined, { LOAD_WINDOW: '' }))).toBe(2);
    expect(bench.evidence('alarms').reasons).toEqual([expect.stringMatching(/^TAP3001: .*LOAD_WINDOW: received ""/)]);
    const turnedRound = { LOAD_WINDOW: windowText({ ...window, startedAt: ended, endedAt: started }) };
    expect(await runGate(alarmGate, bench.job(undefined, turnedRound))).toBe(2);
    expect(bench.evidence('alarms').reasons).toEqual([
      expect.stringMatching(/^TAP3001: .*LOAD_WINDOW: .*the later end/),
    ]);
  });
});
