import type { DeclaredAlarm } from '../../../contracts/manifest';
import { serviceNames } from '../../../lib/config';
import { requireAlarmKinds } from '../../../scripts/build/alarm-kinds';
import { manifestsOf } from '../../../scripts/build/manifests';
import { stacksOf } from '../../helpers/stacks';
import { variants } from '../../helpers/variants';

/** By name of the kind: which alarms it is made of. */
const kinds = {
  'database connections': 'database-connections',
  'database CPU': 'database-cpu',
  'database capacity': 'database-capacity',
  'unhealthy targets': 'unhealthy-targets',
  'load balancer 5xx': 'load-balancer-server-errors',
  'response time': 'response-time',
  'ECS CPU': `(${serviceNames.join('|')})-cpu`,
  'ECS memory': 'memory',
  'API 4xx': 'api-client-errors',
  'API 5xx': 'api-server-errors',
  'CloudFront 5xx': 'cloudfront-server-errors',
};
const named = Object.entries(kinds).map(([kind, names]) => [kind, new RegExp(`-${names}(-|$)`)] as const);

const stacks = stacksOf();
const [dev] = manifestsOf(stacks);

const withAlarms = (edit: (alarm: DeclaredAlarm) => DeclaredAlarm | undefined) => () =>
  requireAlarmKinds([{ environment: 'Dev', alarms: (dev?.alarms ?? []).flatMap((one) => edit(one) ?? []) }], stacks);

test.each(variants)('each environment of the %s configuration has all eleven', (variant) => {
  const own = stacksOf(variant);
  const manifests = manifestsOf(own);
  expect(manifests.length).toBeGreaterThan(0);
  expect(() => requireAlarmKinds(manifests, own)).not.toThrow();
});

test('an environment without a resource of a type needs the alarm all the same', () => {
  expect(named).toHaveLength(11);
  expect(() => requireAlarmKinds([{ environment: 'Dev', alarms: [] }], [])).toThrow(
    'TAP2074: Dev: database connections: 0 of 1 AWS::RDS::DBCluster have an alarm on AWS/RDS DatabaseConnections with ' +
      'part "always"; no other alarm looks at it',
  );
});

test.each(named)('%s: none at all is refused', (kind, names) => {
  expect(withAlarms((alarm) => (names.test(alarm.name) ? undefined : alarm))).toThrow(`TAP2074: Dev: ${kind}: 0 of `);
});

test.each(named)('%s: one that never counts is refused', (kind, names) => {
  const never = (alarm: DeclaredAlarm) => (names.test(alarm.name) ? { ...alarm, part: 'never' as const } : alarm);
  expect(withAlarms(never)).toThrow(new RegExp(`TAP2074: Dev: ${kind}: 0 of .* is "never"`));
});

const byGates = named.filter(([kind]) => kind !== 'response time');

test.each(byGates)('%s: one that is asked for no data is refused', (kind, names) => {
  const silent = (alarm: DeclaredAlarm) => (names.test(alarm.name) ? { ...alarm, feed: 'none' as const } : alarm);
  expect(withAlarms(silent)).toThrow(new RegExp(`TAP2074: Dev: ${kind}: no alarm on .* is asked for data`));
});

test('what no load fires on purpose counts from its begin', () => {
  const later = (alarm: DeclaredAlarm) => ({ ...alarm, part: 'after the load' as const });
  expect(withAlarms(later)).toThrow('TAP2074: Dev: database connections: 0 of 1 ');
});

test('each service is watched, not only one of them', () => {
  const [first] = serviceNames;
  const but = (alarm: DeclaredAlarm) => (alarm.name.includes(`-${first}-memory`) ? undefined : alarm);
  const { length } = serviceNames;
  expect(withAlarms(but)).toThrow(`TAP2074: Dev: ECS memory: ${length - 1} of ${length} AWS::ECS::Service`);
});

test('one of two levels may count alone', () => {
  const critical = (alarm: DeclaredAlarm) => (alarm.name.endsWith('-warning') ? undefined : alarm);
  expect(withAlarms(critical)).not.toThrow();
});

const ecsCpu = new RegExp(`-(${serviceNames.join('|')})-cpu`);

/** What is changed of every alarm of a kind, and what is said of it. */
const flaws: readonly [string, RegExp, Readonly<Record<string, string>>, string][] = [
  ['API 5xx', /api-server-errors/, { 'actions enabled': 'false' }, 'has its actions switched off'],
  ['API 5xx', /api-server-errors/, { 'missing data': 'ignore' }, 'stays as it was where data is missing ("ignore")'],
  ['API 5xx', /api-server-errors/, { comparison: 'LessThanThreshold' }, 'compares by LessThanThreshold'],
  [
    'API 5xx',
    /api-server-errors/,
    { threshold: '1.01' },
    'has the threshold 1.01, which nothing reaches: at most 1 is',
  ],
  ['API 5xx', /api-server-errors/, { threshold: 'high' }, 'has the threshold high, which nothing reaches'],
  [
    'API 5xx',
    /api-server-errors/,
    { comparison: 'GreaterThanThreshold', threshold: '1' },
    'has the threshold 1, which nothing reaches: at most 1 is',
  ],
  [
    'database CPU',
    /database-cpu/,
    { threshold: '101' },
    'has the threshold 101, which nothing reaches: at most 100 is',
  ],
  ['database connections', /database-connections/, { threshold: '16001' }, 'at most 16000 is'],
  [
    'ECS CPU',
    ecsCpu,
    { 'dimension TaskDefinitionFamily': 'one' },
    'looks at ClusterName, ServiceName, TaskDefinitionFamily',
  ],
  ['ECS CPU', ecsCpu, { statistic: 'Minimum' }, 'takes the statistic Minimum'],
];

test.each(flaws)('%s: alarms %s with %j are none', (kind, names, changes, says) => {
  // The critical level of some is an expression, whose settings have other names.
  const changed = (alarm: DeclaredAlarm) => {
    if (!names.test(alarm.name)) return alarm;
    return alarm.name.endsWith('-critical') ? undefined : { ...alarm, settings: { ...alarm.settings, ...changes } };
  };
  const checked = withAlarms(changed);
  expect(checked).toThrow(`TAP2074: Dev: ${kind}: 0 of `);
  expect(checked).toThrow(says);
});

/** Another expression. */
const expressed = (expression: string) => (settings: Record<string, string>) =>
  Object.fromEntries(
    Object.keys(settings)
      .filter((name) => name.startsWith('expression of '))
      .map((name) => [name, expression]),
  );

/** The critical level of the API's errors alone, which is an expression, with its settings changed. */
const criticalWith = (edit: (settings: Record<string, string>) => Record<string, string | undefined>) =>
  withAlarms((alarm) => {
    if (alarm.name.endsWith('-api-server-errors-warning')) return undefined;
    if (!alarm.name.endsWith('-api-server-errors-critical')) return alarm;
    const settings = Object.entries({ ...alarm.settings, ...edit(alarm.settings) });
    return { ...alarm, settings: Object.fromEntries(settings.filter(([, value]) => value !== undefined)) as never };
  });

test.each([
  ['an action less', () => ({ 'ALARM action 1': undefined }), 'tells nobody'],
  ['no threshold', () => ({ threshold: undefined }), 'has the threshold of a metric, which nothing reaches'],
  ['no comparison', () => ({ comparison: undefined }), 'compares by , and not above a threshold'],
  ['a method', () => ({ 'dimension Method of rate': 'GET' }), 'looks at ApiName, Method: ApiName is all of it'],
  ['no statistic', () => ({ 'statistic of rate': undefined }), 'takes the statistic none'],
  ['an expression that comes to nothing', expressed('0 * rate'), 'judges by 0 * rate, of which nothing is known here'],
  [
    'an expression of the requests alone',
    expressed('IF(requests >= 50, requests, 0)'),
    'judges by IF(requests >= 50, requests, 0), of which nothing is known here',
  ],
])('a level by an expression with %s is none', (_, edit, says) => {
  expect(criticalWith(edit)).toThrow(says);
});

test('a level by an expression is one, if there are requests enough', () => {
  expect(criticalWith(() => ({}))).not.toThrow();
});
