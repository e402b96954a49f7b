import type { DeliveryData } from '../../lib/config';
import { parsed, refusal } from './edited';

const sources = {
  connection: {
    kind: 'connection',
    provider: 'github',
    repository: 'team/shop',
    branch: 'main',
    connectionArn: 'arn:aws:codeconnections:us-east-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
  },
  codecommit: { kind: 'codecommit', repositoryName: 'shop', branch: 'main', create: false },
  s3: { kind: 's3', bucketName: 'shop-source', objectKey: 'shop.zip' },
} as const;

/** Writes a value at a place such as `environments[0].edge.domain`. */
function write(data: unknown, place: string, value: unknown): void {
  const keys = place.split(/[.[\]]+/).filter((key) => key !== '');
  const last = keys.pop() ?? '';
  const owner = keys.reduce((level, key) => (level as Record<string, unknown>)[key], data);
  (owner as Record<string, unknown>)[last] = value;
}

const dev = (place: string) => `environments[0].${place}`;
const certificate = (partition: string) =>
  `arn:${partition}:acm:us-east-1:222222222222:certificate/00000000-0000-0000-0000-000000000000`;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, 'x']));
const addresses = (count: number) => Array.from({ length: count }, (_, index) => `person-${index}@example.com`);
const bytes = (count: number) => ({ TEXT: 'x'.repeat(count - '{"TEXT":""}'.length) });

/** A place, a value that a service refuses there, and the nearest one that it takes. */
type Row = readonly [place: string, refused: unknown, taken: unknown];

const ofSources = {
  connection: [
    ['repository', 'https://github.com/team/shop', 'team/shop'],
    ['repository', 'github.com/team/shop', 'group/team/shop'],
    ['repository', 'git@github.com:team/shop', 'team-1/shop_2.web'],
    ['repository', 'team/shop.git', 'team/shop.git.d'],
    ['repository', 'shop', 'a/b'],
    ['repository', 'team/shop/', 'team/shop'],
    ['repository', 'team/..', 'team/.github'],
    ['repository', `team/${'s'.repeat(89)}`, `team/${'s'.repeat(88)}`],
    ['repository', `a${'/b'.repeat(23)}`, `a${'/b'.repeat(22)}`],
    ['branch', 'refs/heads/main', 'heads/main'],
    ['branch', 'my branch ', 'my-branch'],
    ['branch', 'ma\ud83din', 'ma\ud83d\udca1in'],
    [
      'connectionArn',
      sources.connection.connectionArn.replace('aws', 'aws-cn'),
      sources.connection.connectionArn.replace('codeconnections', 'codestar-connections'),
    ],
  ],
  codecommit: [
    ['branch', '', 'x'],
    ['branch', 'x'.repeat(257), 'x'.repeat(256)],
    ['repositoryName', 'shop.git', 'shop.gitter'],
    ['repositoryName', 'team/shop', 'team-shop'],
    ['repositoryName', 'x'.repeat(101), 'x'.repeat(100)],
  ],
  s3: [
    ['bucketName', 'My_Bucket', 'my-bucket'],
    ['bucketName', 'my..bucket', 'my.bucket'],
    ['bucketName', '192.168.5.4', '192.168.5.4a'],
    ['bucketName', '-bucket', '1-bucket'],
    ['bucketName', 'shop--x-s3', 'shop-x-s3'],
    ['bucketName', 'xn--shop', 'xn-shop'],
    ['bucketName', 'ab', 'abc'],
    ['bucketName', 'x'.repeat(64), 'x'.repeat(63)],
    ['objectKey', 'x'.repeat(1001), 'x'.repeat(1000)],
    ['objectKey', 'ü'.repeat(513), 'ü'.repeat(512)],
  ],
} as const satisfies Record<keyof typeof sources, readonly Row[]>;

const rows: readonly Row[] = [
  // Who is told
  [
    'pipeline.notifications.approvals',
    ['team@example.com', 'team@example.com'],
    ['team@example.com', 'team@example.org'],
  ],
  ['pipeline.notifications.failures', [], undefined],
  ['pipeline.notifications.failures', ['nobody'], ['somebody@example.com']],
  [dev('notifications'), {}, undefined],
  [dev('notifications'), { failures: addresses(51) }, { failures: addresses(50) }],
  [dev('alarms.subscriptions.warning'), ['Team@example.com', 'team@example.com'], ['team@example.com']],
  [dev('tags'), { 'data class ': 'x' }, { 'data class': 'x' }],
  [dev('tags'), { owner: ' shop' }, { owner: 'shop' }],
  [dev('alarms.subscriptions.critical'), addresses(51), addresses(50)],
  [dev('alarms.subscriptions.critical'), ['team@localhost'], ['team@localhost.example']],

  // Tags, of the pipeline's stack and of an environment's
  ['pipeline.tags', { team: 'food & drink' }, { team: 'food + drink' }],
  [dev('tags'), { team: '🛒' }, { team: 'Größe: groß' }],
  [dev('tags'), { 'aws:team': 'shop' }, { 'aws-team': 'shop' }],
  [dev('tags'), { 'AWS:team': 'shop' }, { 'my-aws:team': 'shop' }],
  [dev('tags'), { team: 'aws:shop' }, { team: 'shop aws:' }],
  [dev('tags'), { 'rds:team': 'shop' }, { 'rds-team': 'shop' }],
  [dev('tags'), { team: '' }, { team: '-' }],
  [dev('tags'), { '': 'shop' }, {}],
  [dev('tags'), { ['k'.repeat(128)]: 'x' }, { ['k'.repeat(127)]: 'x' }],
  [dev('tags'), { team: 'v'.repeat(256) }, { team: 'v'.repeat(255) }],
  ['pipeline.tags', many(63), many(47)],
  [dev('tags'), many(48), many(47)],
  [dev('tags'), { Team: 'a', team: 'b' }, { Team: 'a', teams: 'b' }],
  [dev('tags'), { name: 'shop' }, { Name: 'shop' }],

  // Database
  [dev('database.databaseName'), 'mysql', 'mysql_shop'],
  [dev('database.databaseName'), 'information_schema', 'schemata'],
  [dev('database.databaseName'), 'order', 'orders'],
  [dev('database.databaseName'), 'database', 'database1'],
  [dev('database.databaseName'), 'x'.repeat(65), 'x'.repeat(64)],
  [dev('database.minCapacityAcu'), 0.75, 1.5],
  [dev('database.backupRetentionDays'), 36, 35],

  // Containers
  [dev('containers.environment'), { PORT: '80' }, { REPORT: '80' }],
  [dev('containers.environment'), { HOST: '127.0.0.1' }, { GHOST: '1' }],
  [dev('containers.environment'), { DATABASE_NAME: 'other' }, { DATABASES: '2' }],
  [dev('containers.environment'), { SERVICE_ENVIRONMENT: 'x' }, { SERVICE: 'x' }],
  [dev('containers.environment'), { GREETING: 'a\u0000b' }, { GREETING: 'a\tb' }],
  [dev('containers.environment'), { AWS_SECRET_ACCESS_KEY: 'x' }, { AWS_MAX_ATTEMPTS: '3' }],
  [dev('containers.environment'), { ECS_CONTAINER_METADATA_URI_V4: 'x' }, { SPECS: 'x' }],
  [dev('containers.environment'), { lower: 'x' }, { UPPER: 'x' }],
  [dev('containers.environment'), { LOG_LEVEL: 'loud' }, { LOG_LEVEL: 'debug' }],
  [dev('containers.environment'), { LOG_LEVEL: 'INFO' }, { LOG_LEVEL: '' }],
  [dev('containers.environment'), bytes(24 * 1024 + 1), bytes(24 * 1024)],
  [dev('containers.maxTasks'), 10.5, 11],

  // Doors
  [dev('api.rateLimit'), 1e308, 2 ** 31 - 1],
  [dev('api.burstLimit'), 2 ** 31, 2 ** 31 - 1],
  [dev('api.quotaPerMonth'), 5_000_000_000, 2 ** 31 - 1],
  [dev('edge.requestsPerAddress'), 9, 10],
  [dev('edge.origin'), origin('Origin.example.com'), origin('origin.example.com')],
  [dev('edge.origin'), origin(`${'x'.repeat(64)}.com`), origin(`${'x'.repeat(63)}.com`)],
  [dev('edge.origin'), origin('shop.example.-x'), origin('shop.xn--p1ai')],
  [dev('edge.origin'), origin(`${'a.'.repeat(126)}co`), origin(`${'a.'.repeat(125)}com`)],
  [dev('edge.origin'), origin('origin.example.com', 'aws-us-gov'), origin('origin.example.com')],

  // Time
  [dev('gates.bakeMinutes'), 5.5, 6],
  [dev('gates.bakeMinutes'), 181, 180],
  ['environments[1].promotion.timeoutHours', 1.01, 1.1],
  ['environments[1].promotion.timeoutHours', 60 * 24 + 1, 60 * 24],
  [dev('alarms.periodSeconds'), 90, 60],

  // What an alarm's description has room for
  [dev('alarms.runbooks'), runbooks(513), runbooks(512)],
];

function runbooks(length: number): string {
  return 'https://example.com/{runbook}/'.padEnd(length, 'x');
}

function origin(domain: string, partition = 'aws'): unknown {
  return { domain, certificateArn: certificate(partition) };
}

function expectRule(
  place: string,
  edit: (value: unknown) => (data: DeliveryData) => void,
  [, refused, taken]: Row,
): void {
  const error = refusal(() => parsed(edit(refused)));
  expect(error.code).toBe('TAP1001');
  expect(error.message).toContain(`\n  ${place}`);
  expect(error.message).toContain(': received ');
  expect(() => parsed(edit(taken))).not.toThrow();
}

describe.each(Object.entries(ofSources))('of a source of the kind %s', (kind, table) => {
  test.each(table)('%s is not %j, which a service refuses, and may be %j', (field, refused, taken) => {
    const edit = (value: unknown) => (data: DeliveryData) => {
      Object.assign(data.pipeline, { source: { ...sources[kind as keyof typeof sources], [field]: value } });
      // A bucket has no page for a runbook.
      for (const { alarms } of data.environments) alarms.runbooks = 'https://wiki.example.com/{runbook}';
    };
    expectRule(`pipeline.source.${field}`, edit, [field, refused, taken]);
  });
});

test.each(rows)('%s is not %j, which a service refuses, and may be %j', (place, refused, taken) => {
  expectRule(place, (value) => (data) => write(data, place, value), [place, refused, taken]);
});
