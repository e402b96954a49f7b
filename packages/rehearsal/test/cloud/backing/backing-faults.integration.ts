import { apiKey, backingUnderTest } from '../fixtures/backing';
import { eventually } from '../fixtures/eventually';
import {
  account,
  apiHost,
  apiId,
  apiStack,
  distributionHost,
  edgeStack,
  loadBalancerArn,
  logGroup,
  region,
  resource,
  serviceStack,
  stackOf,
  targetGroupArn,
} from '../fixtures/stacks';

const never = new AbortController().signal;

/** An alarm over one metric that any data point puts into ALARM. */
const alarm = (
  name: string,
  namespace: string,
  metric: string,
  dimensions: Record<string, string>,
  Statistic = 'Sum',
  Threshold = 1,
) =>
  resource('Alpha-Alarms', name, 'AWS::CloudWatch::Alarm', name, {
    AlarmName: name,
    Namespace: namespace,
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic,
    Period: 60,
    EvaluationPeriods: 1,
    Threshold,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  });

const LoadBalancer = loadBalancerArn.split(':loadbalancer/')[1] ?? '';
const TargetGroup = targetGroupArn.split(':').at(-1) ?? '';
const ecs = { ClusterName: 'weather', ServiceName: 'acme-alpha-readings' };
const watched = [
  alarm('alb-5xx', 'AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', { LoadBalancer }),
  alarm('requests', 'AWS/ApplicationELB', 'RequestCount', { LoadBalancer }),
  alarm('unhealthy', 'AWS/ApplicationELB', 'UnHealthyHostCount', { TargetGroup, LoadBalancer }, 'Maximum'),
  alarm('slow', 'AWS/ApplicationELB', 'TargetResponseTime', { TargetGroup, LoadBalancer }, 'Maximum', 0.2),
  alarm('cpu', 'AWS/ECS', 'CPUUtilization', ecs, 'Average', 1e9),
  alarm('memory', 'AWS/ECS', 'MemoryUtilization', ecs, 'Average', 1e9),
  alarm('tasks', 'ECS/ContainerInsights', 'RunningTaskCount', ecs, 'Minimum', 1e9),
  alarm('api-4xx', 'AWS/ApiGateway', '4XXError', { ApiName: 'weather-api' }, 'Average', 0.01),
  alarm('api-5xx', 'AWS/ApiGateway', '5XXError', { ApiName: 'weather-api', Stage: 'v1' }, 'Average', 0.01),
  alarm('cdn-5xx', 'AWS/CloudFront', '5xxErrorRate', { DistributionId: 'E1', Region: 'Global' }, 'Average'),
];
const unfeedable = [
  alarm('database-cpu', 'AWS/RDS', 'CPUUtilization', { DBClusterIdentifier: 'acme-alpha' }),
  alarm('lambda', 'AWS/Lambda', 'Errors', { FunctionName: 'f' }),
];
/** Silent here as it would be on AWS: nothing excuses it. */
const mistyped = alarm('mistyped', 'AWS/ApplicationELB', 'RequestCount', { LoadBalancer: 'app/other/1' });

describe('backing under fault', () => {
  // An AWS minute takes 100 ms.
  const test = backingUnderTest({}, 600);
  const ask = async (from = 'site') => {
    const url = from === 'site' ? `https://${distributionHost}/api/x` : `https://${apiHost}/v1/api/x`;
    const headers: Record<string, string> = from === 'api without key' ? {} : { 'x-api-key': apiKey };
    const answer = await fetch(test.backing.localise(url).text, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  const states = () =>
    test.events.flatMap((event) => (event.type === 'alarm-state' ? [`${event.alarm} ${event.state}`] : []));
  /** Asks until the alarm has had the state. */
  const until = (state: string, from?: string) =>
    eventually(`${state} among ${states()}`, async () => {
      await ask(from);
      return states().includes(state);
    });

  beforeAll(async () => {
    await test.backing.apply(stackOf('Alpha-Alarms', [...watched, ...unfeedable, mistyped]), never);
    await test.backing.apply(serviceStack(), never);
    await test.backing.apply(apiStack(), never);
    await test.backing.apply(edgeStack(), never);
  });
  afterAll(() => test.end());
  beforeEach(() => test.events.splice(0));

  it('excuses the alarms alone whose metrics nothing here measures', () => {
    expect(test.backing.unfedAlarms().map(({ name }) => name)).toEqual(
      unfeedable.map(({ logicalId }) => logicalId).sort(),
    );
    expect(apiId).not.toBe('');
  });

  it('reports traffic as so many requests as the clock is faster, and publishes what it reports', async () => {
    await until('requests ALARM');
    const published = () =>
      test.calls.filter(({ name, args }) => name === 'putMetrics' && args[1] === 'AWS/ApplicationELB');
    await eventually('published', () => JSON.stringify(published()).includes('"Counts":[600'));
    expect(test.calls.filter(({ name }) => name === 'setAlarmState').length).toBeGreaterThan(0);
  });

  it('keeps what tasks write in their log group, as long as it stands', async () => {
    const url = test.backing.localise(`https://${distributionHost}/api/x`).text;
    for (let turn = 0; turn < 3; turn += 1) await fetch(url, { headers: { 'x-run': 'run-1' } });
    const lines = () => test.backing.taskLog({ account, region }, logGroup) ?? [];
    await eventually('logged', () => lines().length >= 3);
    expect(lines().map(({ message }) => JSON.parse(message))).toEqual(Array(3).fill({ url: '/api/x', run: 'run-1' }));
    expect(lines()[0]).toMatchObject({ stream: expect.stringMatching(/^readings\/readings\/Alpha-/) });
    expect(test.backing.taskLog({ account, region }, 'another')).toBeUndefined();
  });

  it('puts errors into answers and into the alarms of load balancer and doors', async () => {
    test.backing.faults.setTrafficFault({ kind: 'errors', share: 0.5, environment: 'Alpha' });
    const statuses = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await ask()).status);
    expect(statuses.sort()).toEqual([200, 200, 502, 502]);
    await until('alb-5xx ALARM');
    await until('cdn-5xx ALARM');
    await until('api-5xx ALARM', 'api');
    test.backing.faults.setTrafficFault(undefined);
    await until('api-4xx ALARM', 'api without key');
  });

  it('answers late, or with something else', async () => {
    test.backing.faults.setTrafficFault({ kind: 'delay', delayMs: 250 });
    await until('slow ALARM');
    test.backing.faults.setTrafficFault({ kind: 'wrong-content' });
    expect(await ask()).toEqual({ status: 200, text: expect.stringContaining('"items":[]') });
    test.backing.faults.setTrafficFault(undefined);
    expect((await ask()).text).toContain('"role":"readings"');
  });

  it('takes a metric for breaching, and takes an alarm away', async () => {
    test.backing.faults.breach('cpu', true);
    await until('cpu ALARM');
    test.backing.faults.breach('cpu', false);
    await until('cpu OK');
    await test.backing.faults.deleteAlarm('memory');
    expect(test.calls.filter(({ name }) => name === 'deleteAlarm').map(({ args }) => args[1])).toEqual(['memory']);
    expect(() => test.backing.faults.breach('nothing', true)).toThrow(/^TAP4431/);
    await expect(test.backing.faults.deleteAlarm('nothing')).rejects.toThrow(/^TAP4431/);
  });

  it('silences the traffic of an environment', async () => {
    test.backing.faults.silenceTraffic('Alpha', true);
    await until('requests OK');
    test.backing.faults.silenceTraffic('Alpha', false);
    await until('requests ALARM');
  });

  it('makes tasks unhealthy, which serve until their replacements are healthy', async () => {
    const pid = async () => (JSON.parse((await ask()).text) as { pid: number }).pid;
    const before = await Promise.all([pid(), pid()]);
    test.backing.faults.setTaskFault({ kind: 'unhealthy', environment: 'Alpha', service: 'readings' });
    await until('unhealthy ALARM');
    await eventually('a task given up', () => test.events.some((event) => event.type === 'warning'));
    expect((await ask()).status).toBe(200);
    for (const old of before) expect(process.kill(old, 0)).toBe(true);
    test.backing.faults.setTaskFault(undefined);
    await eventually('new tasks alone', async () => !before.includes(await pid()) && !before.includes(await pid()));
  });

  it('crashes tasks at their start, so that a deployment fails', async () => {
    test.backing.faults.setTaskFault({ kind: 'crash-at-start', environment: 'Alpha' });
    await expect(test.backing.apply(serviceStack({ revision: 2 }), never)).rejects.toThrow(/^TAP4404.*exit code 1/);
    test.backing.faults.setTaskFault({ kind: 'crash-at-start', environment: 'Gamma' });
    await test.backing.apply(serviceStack({ revision: 2 }), never);
    expect((await ask()).status).toBe(200);
  });
});
