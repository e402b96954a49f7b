import { alarmProperties, alarmSettings } from '../../../contracts/alarm-settings';
import type { DeclaredAlarm } from '../../../contracts/manifest';
import { type Course, propertiesOf, type SmallAlarm } from './small-alarm';

/** Alarms of a small environment: every part, every feed, both regions, a counter that is empty when all is well. */

/** How many times faster the clock of periods and waits runs. */
export const clockFactor = 60;

const topic = 'arn:aws:sns:us-east-1:111111111111:tap-dev-alarms';

interface Good {
  readonly alarm: SmallAlarm;
  readonly declared: Pick<DeclaredAlarm, 'part' | 'feed' | 'reason' | 'fedBy'>;
  readonly course: Course;
}

function good(
  name: string,
  [namespace, metric]: readonly [string, string],
  value: Course,
  declared: Good['declared'],
  changes: Partial<SmallAlarm> = {},
): Good {
  const alarm: SmallAlarm = {
    name: `tap-dev-${name}`,
    region: 'us-east-1',
    namespace,
    metric,
    dimensions: { Environment: 'dev' },
    stat: 'Average',
    periodSeconds: 60,
    threshold: 100,
    comparison: 'GreaterThanThreshold',
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    missing: 'notBreaching',
    actionsEnabled: true,
    actions: [topic],
    ...changes,
  };
  return { alarm, declared, course: value };
}

const always = { part: 'always', feed: 'load' } as const;
const steady =
  (value: number): Course =>
  () =>
    value;

const insights = 'SELECT MAX(TaskCpu) FROM ContainerInsights';

const all: readonly Good[] = [
  good('latency', ['AWS/ApplicationELB', 'TargetResponseTime'], steady(0.1), always, { stat: 'p95', threshold: 1 }),
  good(
    'alb-5xx',
    ['AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count'],
    () => undefined,
    { ...always, fedBy: { HTTPCode_ELB_5XX_Count: 'RequestCount' } },
    { stat: 'Sum', threshold: 5 },
  ),
  good(
    'unhealthy',
    ['AWS/ApplicationELB', 'UnHealthyHostCount'],
    steady(0),
    { part: 'always', feed: 'watch' },
    { threshold: 0 },
  ),
  good('api-5xx', ['AWS/ApiGateway', '5XXError'], steady(0), always, { threshold: 0.01 }),
  good('error-share', ['AWS/ApiGateway', 'errors / count'], steady(0), always, {
    threshold: 0.05,
    stat: 'Sum',
    expression: { text: 'errors / count', over: { errors: '5XXError', count: 'Count' } },
  }),
  good(
    'any-task',
    ['ECS/ContainerInsights', insights],
    steady(0.2),
    { part: 'always', feed: 'watch' },
    {
      expression: { text: insights, over: {} },
    },
  ),
  good('edge-5xx', ['AWS/CloudFront', '5xxErrorRate'], steady(0), always, { threshold: 1 }),
  good('ecs-cpu', ['AWS/ECS', 'CPUUtilization'], steady(40), {
    part: 'after the load',
    feed: 'watch',
    reason: 'a load raises it on purpose',
  }),
  good(
    'ecs-memory',
    ['AWS/ECS', 'MemoryUtilization'],
    steady(40),
    { part: 'after the load', feed: 'watch', reason: 'a load raises it on purpose' },
    { dimensions: { ServiceName: 'catalog' } },
  ),
  good(
    'connections',
    ['AWS/RDS', 'DatabaseConnections'],
    steady(12),
    { part: 'always', feed: 'watch' },
    { threshold: 80 },
  ),
  good('slow-burn', ['AWS/ApiGateway', 'SlowBurn'], steady(0), {
    part: 'never',
    feed: 'none',
    reason: 'it looks at six hours',
  }),
  good('rotation', ['AWS/Events', 'RotationFailed'], () => undefined, {
    part: 'always',
    feed: 'none',
    reason: 'nothing that a gate does rotates a secret',
  }),
];

export function goodAlarms(): SmallAlarm[] {
  return all.map(({ alarm }) => structuredClone(alarm));
}

/** Requests of a door in a minute of AWS's: 900 in the four of a load, by a clock that multiplies them. */
const doorCount = (900 * clockFactor) / 4;

export function goodCourses(): readonly (readonly [metric: string, course: Course])[] {
  return [
    ...all.map(
      ({ alarm, course }) => [alarm.expression?.text ?? `${alarm.namespace} ${alarm.metric}`, course] as const,
    ),
    ['AWS/ApiGateway Count', steady(900)] as const,
    ['AWS/ApplicationELB RequestCount', steady(2 * doorCount)] as const,
    ['AWS/ApiGateway Count', steady(doorCount)] as const,
    ['AWS/CloudFront Requests', steady(doorCount)] as const,
  ];
}

/** What the manifest says of an alarm that is as it should be. */
export function declaredAlarm(alarm: SmallAlarm): DeclaredAlarm {
  const found = all.find(({ alarm: { name } }) => name === alarm.name);
  if (!found) throw new Error(`nobody declares ${alarm.name}`);
  const { name, region, periodSeconds, datapointsToAlarm, evaluationPeriods } = alarm;
  return {
    ...found.declared,
    name,
    region,
    periodSeconds,
    datapointsToAlarm,
    windowSeconds: periodSeconds * evaluationPeriods,
    settings: alarmSettings(alarmProperties.parse(propertiesOf(alarm))),
  };
}
