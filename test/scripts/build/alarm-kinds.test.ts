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
