import { type Case, neighbours, sabotages } from '../case';
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

const responseTime = 'AWS/ApplicationELB TargetResponseTime';
const cpu = 'AWS/ECS CPUUtilization';

export const alarmCases: readonly Case[] = [
  ...sabotages('alarms', [
    ['an alarm fires during the load', breach(responseTime, 0, 180), /latency was in ALARM/],
    ['an alarm fires in the bake time', breach('AWS/ApiGateway 5XXError', 240, 900), /api-5xx was in ALARM/],
    [
      'an alarm was firing before the load and recovers',
      breach('AWS/RDS DatabaseConnections', -600, 0),
      /connections was in ALARM .* has recovered since/,
    ],
    ['a capacity alarm never comes down after the load', breach(cpu, 0, 5_000), /ecs-cpu was in ALARM .* is still/],
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
        world.cloudWatch.courses.set('AWS/RDS DatabaseConnections', (seconds) => (seconds < 300 ? 1 : undefined));
      },
      /connections can't be judged: its state is INSUFFICIENT_DATA/,
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
      /latency can't be judged: CloudWatch names no metric/,
    ],
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
  ...neighbours('alarms', [
    ['all is well', () => undefined],
    ['CloudWatch throttles a few calls', refused('DescribeAlarms', 3, 'ThrottlingException')],
    ['CloudWatch throttles the history', refused('DescribeAlarmHistory', 3, 'ThrottlingException')],
    ['a capacity alarm fires during the load and comes down', breach(cpu, 0, 240)],
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
