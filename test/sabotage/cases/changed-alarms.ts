import { type Case, neighbours, sabotages, variants } from '../case';
import type { Course, SmallAlarm } from '../world/small-alarm';
import type { World } from '../world/world';

/** Alarms that are otherwise than declared, beyond what a person changes with one click, and alarms over expressions. */

const latency = 'tap-dev-latency';
const share = 'tap-dev-error-share';

const changed = (name: string, changes: Partial<SmallAlarm>) => (world: World) =>
  void Object.assign(world.alarm(name), changes);
const otherwise = (property: string, value: unknown) => changed(latency, { otherwise: { [property]: value } });
const byHand = (what: string) => new RegExp(`was changed by hand: ${what}`);
const silent = (course: string) => (world: World) => void world.cloudWatch.courses.delete(course);
/** Declares that the alarm looks at something that only the deployment knows. */
const placeholder = (name: string) => (world: World) => {
  const { settings } = world.manifest.alarms.find((alarm) => alarm.name === name) ?? {};
  world.declare(name, { settings: { ...settings, 'dimension Environment': '{{Dev-Service.LoadBalancer}}' } });
};
const breach = (course: string, from: number, to: number) => (world: World) => {
  const before = world.cloudWatch.courses.get(course);
  world.cloudWatch.courses.set(course, (seconds) => (seconds >= from && seconds < to ? 1_000 : before?.(seconds)));
};
/** CloudWatch describes the alarm otherwise than it is. */
const described = (name: string, changes: Record<string, unknown>) => (world: World) => {
  world.cloudWatch.spoil = (action, answer) => {
    if (action !== 'DescribeAlarms') return answer;
    const alarms = answer.MetricAlarms as Record<string, unknown>[];
    return { MetricAlarms: alarms.map((it) => (it.AlarmName === name ? { ...it, ...changes } : it)) };
  };
};

/** The memory of the service goes so, and the evidence must say that. */
const memory = (world: World, course: Course, words: string) => {
  world.cloudWatch.courses.set('AWS/ECS MemoryUtilization', course);
  world.look = ({ evidence = '' }) => (evidence.includes(words) ? undefined : `the evidence does not say "${words}"`);
};

export const changedAlarmCases: readonly Case[] = [
  ...variants('alarms', [
    [
      'an alarm has one dimension too many',
      changed(latency, { dimensions: { Environment: 'dev', Zone: 'a' } }),
      byHand('dimension Zone is a, declared nothing'),
    ],
    [
      'an alarm calls a function when it recovers',
      otherwise('OKActions', ['arn:aws:lambda:x']),
      byHand('OK action 1 is .*, declared nothing'),
    ],
    [
      'an alarm acts where it has no data',
      otherwise('InsufficientDataActions', ['arn:aws:sns:x']),
      byHand('INSUFFICIENT_DATA action 1 is .*, declared nothing'),
    ],
    ['an alarm looks at another unit', otherwise('Unit', 'Bytes'), byHand('unit is Bytes, declared nothing')],
    [
      'an alarm leaves out what has few samples',
      otherwise('EvaluateLowSampleCountPercentile', 'ignore'),
      byHand('few samples is ignore, declared evaluate'),
    ],
    [
      "an alarm's expression is another one",
      (world) => {
        changed(share, { expression: { text: 'errors * 0', over: { errors: '5XXError', count: 'Count' } } })(world);
        world.cloudWatch.courses.set('errors * 0', () => 0);
      },
      byHand('expression of judged is errors \\* 0'),
    ],
    [
      'an expression counts something else',
      changed(share, { expression: { text: 'errors / count', over: { errors: '4XXError', count: 'Count' } } }),
      byHand('metric of errors is AWS/ApiGateway 4XXError'),
    ],
  ]),
  ...sabotages('alarms', [
    [
      'an alarm was changed during the load and changed back',
      (world) => changed(latency, { configuredAt: new Date(world.window.startedAt.getTime() + 1_000) })(world),
      byHand('it was changed last at'),
    ],
    [
      'two alarms that are declared for one resource look at two',
      (world) => {
        placeholder(latency)(world);
        placeholder('tap-dev-alb-5xx')(world);
        changed('tap-dev-alb-5xx', { dimensions: { Environment: 'of another one' } })(world);
      },
      /dimension Environment is .*, and the same of /,
    ],
    [
      'CloudWatch says that an alarm had too little data',
      described(latency, { StateValue: 'INSUFFICIENT_DATA' }),
      /latency can't be judged: its state is INSUFFICIENT_DATA/,
    ],
    [
      'a query over metrics that nobody names has no answer',
      silent('SELECT MAX(TaskCpu) FROM ContainerInsights'),
      /any-task can't be judged: its query had no data point/,
    ],
    [
      'one metric of an expression is silent',
      silent('AWS/ApiGateway Count'),
      /error-share can't be judged: AWS\/ApiGateway Count had no data point/,
    ],
    [
      'a capacity alarm that came down fires again in the bake time',
      (world) => {
        breach('AWS/ECS CPUUtilization', 0, 240)(world);
        breach('AWS/ECS CPUUtilization', 480, 2_000)(world);
      },
      /ecs-cpu was in ALARM/,
    ],
    [
      'the share of errors is above its limit for a while',
      breach('errors / count', 0, 180),
      /error-share was in ALARM/,
    ],
  ]),
  ...neighbours('alarms', [
    ['what the deployment decided is not known beforehand', placeholder(latency)],
    [
      'memory only grows over the load, and is named',
      (world) => memory(world, (seconds) => 40 + Math.min(12, seconds / 20), 'catalog: only grew, '),
    ],
    [
      'memory grows at warm-up and then stands',
      (world) => memory(world, (seconds) => 40 + Math.min(10, seconds / 6), 'catalog: no steady growth, '),
    ],
    [
      'an alarm was changed before the load',
      (world) => changed(latency, { configuredAt: new Date(world.window.startedAt.getTime() - 60_000) })(world),
    ],
    [
      'nothing on this machine feeds an alarm, and the rehearsal says so',
      (world) => {
        const unfed = [{ name: 'tap-dev-edge-5xx', reason: 'there is no edge here' }];
        world.aws.rehearsal = { clock: { factor: world.cloudWatch.clockFactor }, unfed };
        silent('AWS/CloudFront 5xxErrorRate')(world);
      },
    ],
    [
      'CloudWatch throttles the data of metrics',
      (world) => void world.cloudWatch.refused.set('GetMetricData', { times: 2, type: 'ThrottlingException' }),
    ],
    [
      'the topic of an alarm lies in another region',
      (world) => {
        changed(latency, { actions: ['arn:aws:sns:eu-west-1:111111111111:tap-dev-alarms'] })(world);
        world.declareAsFound(latency);
      },
    ],
  ]),
];
