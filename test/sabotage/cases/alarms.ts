import type { LoadWindow } from '../../../contracts/load-window';
import { type Case, neighbours, sabotages, variants } from '../case';
import type { SmallAlarm } from '../world/small-alarm';
import type { World } from '../world/world';

const latency = 'tap-dev-latency';

/** A metric that breaches for so long, from so many seconds after the load began. */
const breach =
  (metric: string, from: number, to: number, value = 1_000) =>
  (world: World) => {
    const before = world.cloudWatch.courses.get(metric);
    world.cloudWatch.courses.set(metric, (seconds) => (seconds >= from && seconds < to ? value : before?.(seconds)));
  };
const silent = (metric: string) => (world: World) => void world.cloudWatch.courses.delete(metric);
const refused = (action: string, times: number, type: string) => (world: World) =>
  void world.cloudWatch.refused.set(action, { times, type });

const byHand = (changes: Partial<SmallAlarm>) => (world: World) => void Object.assign(world.alarm(latency), changes);
const otherLoad = (changes: Partial<LoadWindow>) => (world: World) => void Object.assign(world.window, changes);
const hoursFromNow = (hours: number) => (world: World) => {
  const { startedAt, endedAt } = world.window;
  const moved = (time: Date) => new Date(time.getTime() + hours * 3_600_000);
  Object.assign(world.window, { startedAt: moved(startedAt), endedAt: moved(endedAt) });
};

const responseTime = 'AWS/ApplicationELB TargetResponseTime';
const cpu = 'AWS/ECS CPUUtilization';

/** What a person may do to an alarm besides raising its threshold. */
const handwork: readonly (readonly [name: string, changes: Partial<SmallAlarm>, says: RegExp])[] = [
  [
    'the actions of an alarm were switched off by hand',
    { actionsEnabled: false },
    /actions enabled is false, declared true/,
  ],
  [
    'an alarm was made to tell somebody else',
    { actions: ['arn:aws:sns:us-east-1:1:mine'] },
    /ALARM action 1 is \S+mine/,
  ],
  ['an alarm was made to ignore missing data', { missing: 'ignore' }, /missing data is ignore, declared notBreaching/],
  [
    'an alarm was made to wait for more data points',
    { datapointsToAlarm: 3 },
    /data points to alarm is 3 of 3, declared 2 of 3/,
  ],
  [
    'an alarm was made to look at another resource',
    { dimensions: { Environment: 'prod' } },
    /dimension Environment is prod, declared dev/,
  ],
  ['an alarm was made to look at the median', { stat: 'p50' }, /statistic is p50, declared p95/],
  ['an alarm was made to look at hours', { periodSeconds: 3_600 }, /period is 3600 s, declared 60 s/],
  ['an alarm was turned round by hand', { comparison: 'LessThanThreshold' }, /comparison is LessThanThreshold/],
  ['an alarm can not be evaluated', { evaluationState: 'EVALUATION_ERROR' }, /evaluation state is EVALUATION_ERROR/],
  ['an alarm sees a part of its data', { evaluationState: 'PARTIAL_DATA' }, /evaluation state is PARTIAL_DATA/],
];

export const alarmCases: readonly Case[] = [
  ...sabotages('alarms', [
    ['an alarm fires during the load', breach(responseTime, 0, 180), /latency was in ALARM/],
    ['an alarm fires in the bake time', breach('AWS/ApiGateway 5XXError', 240, 900), /api-5xx was in ALARM/],
    [
      'an alarm was firing before the load and recovers',
      breach('AWS/RDS DatabaseConnections', -600, 0),
      /connections was in ALARM .* has recovered since/,
    ],
    [
      'a capacity alarm never comes down after the load',
      breach(cpu, 0, 5_000),
      /ecs-cpu was fired by the load and is still in ALARM/,
    ],
    [
      'an alarm was deleted',
      (world) => {
        world.cloudWatch.alarms = world.cloudWatch.alarms.filter(({ name }) => name !== latency);
      },
      /latency is declared and doesn't exist/,
    ],
    [
      'a metric is silent in the load',
      silent(responseTime),
      /latency can't be judged: .*TargetResponseTime had no data point in the load/,
    ],
    [
      'a metric ended before the load',
      (world) => {
        world.cloudWatch.courses.set('AWS/CloudFront 5xxErrorRate', (seconds) => (seconds < -120 ? 0 : undefined));
      },
      /edge-5xx can't be judged: .*had no data point in the load/,
    ],
    [
      'what proves a counter is silent',
      silent('AWS/ApplicationELB RequestCount'),
      /alb-5xx can't be judged: .*RequestCount had no data point/,
    ],
    [
      'a metric of the watch is silent',
      silent('AWS/ApplicationELB UnHealthyHostCount'),
      /unhealthy can't be judged: .*had no data point in the watch/,
    ],
    [
      'an alarm has no data and says so',
      (world) => {
        world.alarm('tap-dev-connections').missing = 'missing';
        world.declareAsFound('tap-dev-connections');
        world.cloudWatch.courses.set('AWS/RDS DatabaseConnections', (seconds) => (seconds < 300 ? 1 : undefined));
      },
      /connections can't be judged: .*DatabaseConnections had no data point in the watch/,
    ],
    [
      'no alarm that counts is fed by the load',
      (world) => {
        for (const { name, feed } of world.manifest.alarms) if (feed === 'load') world.declare(name, { feed: 'watch' });
      },
      /none shows that anybody watched/,
    ],
    [
      'no alarm is declared',
      (world) => {
        world.manifest.alarms = [];
      },
      /No check was run at all/,
    ],
    [
      'CloudWatch refuses to describe alarms',
      refused('DescribeAlarms', 1_000, 'AccessDeniedException'),
      /TAP3201: CloudWatch in us-east-1 did not answer DescribeAlarms/,
    ],
    [
      'CloudWatch refuses the history of alarms',
      refused('DescribeAlarmHistory', 1_000, 'AccessDeniedException'),
      /TAP3201: .*did not answer DescribeAlarmHistory/,
    ],
    [
      'CloudWatch refuses the data of metrics',
      refused('GetMetricData', 1_000, 'AccessDeniedException'),
      /TAP3201: .*did not answer GetMetricData/,
    ],
    [
      'the history of an alarm can not be read',
      (world) => {
        world.cloudWatch.furtherHistory.push({
          AlarmName: latency,
          Timestamp: Date.now() / 1000 - 1,
          HistoryItemType: 'StateUpdate',
          HistoryData: '{',
        });
      },
      /TAP3202: the history of the alarm tap-dev-latency can't be read/,
    ],
    [
      'the threshold of an alarm was raised by hand',
      byHand({ threshold: 99 }),
      /latency was changed by hand: threshold is 99, declared 1\b/,
    ],
    [
      'another environment answered the load',
      (world) => {
        world.cloudWatch.courses.set('AWS/ApiGateway Count', () => 100);
      },
      /k6 sent 900 requests through api, and the door counted/,
    ],
    [
      'a door counted nothing of the load',
      silent('AWS/CloudFront Requests'),
      /cloudfront, and the door's own counter has no data/,
    ],
    [
      'the load does not say what it sent',
      (world) => {
        world.variables.LOAD_SENT = 'not measured';
      },
      /LOAD_SENT says nothing of the requests/,
    ],
    [
      'an alarm was made by hand',
      (world) => {
        world.cloudWatch.alarms.push({ ...world.alarm(latency), name: 'tap-dev-by-hand' });
      },
      /tap-dev-by-hand is not declared/,
    ],
    [
      'the name of a metric is mistyped beside a good witness',
      (world) => {
        world.alarm('tap-dev-alb-5xx').metric = 'HTTPCode_ELB_5XX_Cout';
        world.declareAsFound('tap-dev-alb-5xx');
      },
      /alb-5xx can't be judged: .*HTTPCode_ELB_5XX_Cout had no data point/,
    ],
    [
      'a metric falls silent halfway through the load',
      (world) => {
        world.cloudWatch.courses.set('AWS/ApiGateway 5XXError', (seconds) => (seconds < 120 ? 0 : undefined));
      },
      /api-5xx can't be judged: .*5XXError had no data point in the load/,
    ],
    [
      'the load is of another execution',
      otherLoad({ execution: 'execution-0' }),
      /TAP3203: .*of execution execution-0/,
    ],
    ['the load is of another environment', otherLoad({ environment: 'Staging' }), /TAP3203: .*a load of Staging/],
    ['the load ended hours ago', hoursFromNow(-3), /TAP3203: .*that ended at/],
    ['the load ends in the future', hoursFromNow(1), /TAP3203: .*in the future/],
    [
      'the load says nothing of when it was',
      (world) => {
        world.variables.LOAD_WINDOW = undefined;
      },
      /TAP3001: .*LOAD_WINDOW: received nothing/,
    ],
    [
      'the load was not measured',
      (world) => {
        world.variables.LOAD_WINDOW = 'not measured';
      },
      /TAP3001: .*LOAD_WINDOW: received "not measured"; the start, the later end/,
    ],
  ]),
  ...variants('alarms', [
    ...handwork.map(([name, changes, says]) => [name, byHand(changes), says] as const),
    [
      'an alarm names no metric',
      (world) => {
        world.cloudWatch.spoil = (action, answer) => {
          if (action !== 'DescribeAlarms') return answer;
          const alarms = (answer.MetricAlarms as Record<string, unknown>[]).map((it) =>
            it.AlarmName === latency ? { ...it, MetricName: undefined } : it,
          );
          return { MetricAlarms: alarms };
        };
      },
      /latency was changed by hand: metric is absent, declared AWS\/ApplicationELB TargetResponseTime/,
    ],
  ]),
  ...neighbours('alarms', [
    ['all is well', () => undefined],
    ['CloudWatch throttles a few calls', refused('DescribeAlarms', 3, 'ThrottlingException')],
    ['CloudWatch throttles the history', refused('DescribeAlarmHistory', 3, 'ThrottlingException')],
    ['a capacity alarm fires during the load and comes down', breach(cpu, 0, 240)],
    ['a capacity alarm cools down after the bake time', breach(cpu, 0, 700)],
    ['a load that ended an hour ago is judged again', hoursFromNow(-1)],
    [
      'others call beside the load',
      (world) => {
        world.cloudWatch.courses.set('AWS/ApiGateway Count', () => 1e6);
      },
    ],
    ['an alarm that never counts is in ALARM', breach('AWS/ApiGateway SlowBurn', -1_000, 5_000)],
    ['one data point of three breaches', breach(responseTime, 60, 120)],
    ['an alarm fired and recovered well before the load', breach(responseTime, -1_500, -1_200)],
    [
      "somebody else's alarm of the same account fires",
      (world) => {
        world.cloudWatch.alarms.push({
          ...world.alarm(latency),
          name: 'other-team',
          metric: 'Else',
          namespace: 'Other',
        });
        world.cloudWatch.courses.set('Other Else', () => 1_000);
      },
    ],
    [
      'a counter that is empty when all is well counts a single error',
      breach('AWS/ApplicationELB HTTPCode_ELB_5XX_Count', 60, 120, 1),
    ],
  ]),
];
