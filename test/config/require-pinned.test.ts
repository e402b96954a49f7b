import type { DeliveryConfiguration, DeliveryData } from '../../lib/config';
import { type ChangeRule, changeRules } from '../../lib/config/changing';
import type { Pin } from '../../lib/config/pin';
import { fixturesOfEnvironment, fixturesOfPipeline, valuesOf } from '../../lib/config/pinned-values';
import { requirePinned } from '../../lib/config/require-pinned';
import { environmentAt, parsed, refusal } from './edited';

/** What is pinned of a configuration. */
function pinOf(configuration: DeliveryConfiguration): Pin {
  const environments = configuration.environments.map((environment) => [
    environment.name,
    { values: valuesOf(fixturesOfEnvironment, environment), stacks: {} },
  ]);
  return {
    version: 1,
    application: configuration.application,
    pipeline: { values: valuesOf(fixturesOfPipeline, configuration.pipeline), stacks: {} },
    environments: Object.fromEntries(environments),
    removed: [],
  };
}

type Edit = (data: DeliveryData) => void;
type Environment = DeliveryData['environments'][number];

const dev =
  (edit: (environment: Environment) => void): Edit =>
  (data) =>
    edit(environmentAt(data, 0));

const named: Edit = (data) => {
  data.pipeline.account = '111111111111';
  for (const environment of data.environments) environment.account = '111111111111';
};
const both =
  (...edits: readonly Edit[]): Edit =>
  (data) => {
    for (const edit of edits) edit(data);
  };

const origin = (plainHttp?: 'open' | 'called') =>
  dev(({ edge }) => {
    const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000';
    edge.origin = { domain: 'origin.example.com', certificateArn, ...(plainHttp && { plainHttp }) };
  });
const engine = (version: string) => dev(({ database }) => Object.assign(database, { engineVersion: version }));
const zones = (availabilityZones: number, zonesAtFirst?: number) =>
  dev(({ network }) => {
    Object.assign(network, { availabilityZones, zonesAtFirst });
  });
const zoneIds = (...ids: readonly string[]) =>
  both(
    zones(ids.length, 2),
    dev(({ network }) => Object.assign(network, { zoneIds: ids })),
  );
const as: Edit = () => undefined;

test('what is pinned is what the table says to be fixed or to go by steps, but for the names', () => {
  const rules = Object.entries(changeRules).flatMap(([place, { kind }]: [string, ChangeRule]) =>
    kind === 'changeable' ? [] : [place],
  );
  const pinned = [
    'application',
    ...fixturesOfPipeline.map(({ place }) => `pipeline.${place}`),
    'environments[].name',
    ...fixturesOfEnvironment.map(({ place }) => `environments[].${place}`),
  ];
  expect(pinned.length).toBeGreaterThan(10);
  expect([...pinned].sort()).toEqual([...rules].sort());
});

test('what may change at any time is none of it', () => {
  const after = parsed(
    dev((environment) => {
      environment.tags = { team: 'another' };
      environment.network.natGateways = 2;
      environment.containers.cpu = 1024;
      environment.containers.memoryMiB = 2048;
    }),
  );
  expect(() => requirePinned(after, pinOf(parsed(as)))).not.toThrow();
});

test.each<[string, Edit, Edit]>([
  ['accounts that are named later', as, named],
  ['accounts that are no longer named', named, as],
  ['another zone, with the number before', zones(2), zones(3, 2)],
  ['the zones that it has, written down', as, zoneIds('use1-az1', 'use1-az2')],
  ['one more at their end', zoneIds('use1-az1', 'use1-az2'), zoneIds('use1-az1', 'use1-az2', 'use1-az5')],
  ['a newer engine', engine('3.10.4'), engine('3.11.0')],
  ['a newer patch', engine('3.08.2'), engine('3.10.0')],
  ['TLS with both ports open', as, origin('open')],
  ['TLS alone, once doors call it', origin('open'), origin()],
  ['back to HTTP with both ports open', origin(), origin('called')],
  ['HTTP alone, once doors call it', origin('called'), as],
])('%s can follow', (_what, before, after) => {
  expect(() => requirePinned(parsed(after), pinOf(parsed(before)))).not.toThrow();
});

test.each<[string, Edit, Edit, string]>([
  [
    'another account',
    named,
    both(
      named,
      dev((environment) => Object.assign(environment, { account: '222222222222' })),
    ),
    'environments[0].account: "222222222222" can\'t follow the pinned "111111111111"',
  ],
  [
    'another region',
    named,
    both(
      named,
      dev((environment) => Object.assign(environment, { region: 'eu-west-1' })),
    ),
    'environments[0].region: "eu-west-1"',
  ],
  [
    'another region of the pipeline',
    named,
    both(named, ({ pipeline }) => Object.assign(pipeline, { region: 'eu-west-1' })),
    'pipeline.region: "eu-west-1"',
  ],
  [
    'another range',
    as,
    dev(({ network }) => Object.assign(network, { cidr: '10.99.0.0/16' })),
    'environments[0].network.cidr: "10.99.0.0/16" can\'t follow the pinned "10.10.0.0/16"',
  ],
  ['another zone, without it', zones(2), zones(3), 'environments[0].network.zonesAtFirst: 3'],
  ['fewer zones', zones(3, 2), zones(2, 2), 'environments[0].network.availabilityZones: 2'],
  ['zones in another order', as, zoneIds('use1-az2', 'use1-az1'), 'environments[0].network.zoneIds: ["use1-az2"'],
  [
    'a zone between them',
    as,
    zoneIds('use1-az1', 'use1-az4', 'use1-az2'),
    'environments[0].network.zoneIds: ["use1-az1"',
  ],
  ['an older engine', engine('3.10.4'), engine('3.09.0'), 'environments[0].database.engineVersion: "3.09.0"'],
  ['an older patch', engine('3.10.4'), engine('3.10.3'), 'environments[0].database.engineVersion: "3.10.3"'],
  [
    'another database',
    as,
    dev(({ database }) => Object.assign(database, { databaseName: 'other' })),
    'environments[0].database.databaseName: "other"',
  ],
  ['TLS in one commit', as, origin(), 'environments[0].edge.origin: "https" can\'t follow the pinned "http"'],
  ['back from it in one commit', origin(), as, 'environments[0].edge.origin: "http" can\'t follow the pinned "https"'],
])('%s is refused with place, both values and what to do instead', (_what, before, after, said) => {
  const { code, message } = refusal(() => requirePinned(parsed(after), pinOf(parsed(before))));
  expect(code).toBe('TAP1091');
  expect(message).toContain(said);
  expect(message).toContain('; instead: ');
});

test('a step that does not go is refused with those that go', () => {
  const { message } = refusal(() => requirePinned(parsed(origin()), pinOf(parsed(as))));
  expect(message).toContain('in two commits');
  expect(message).toContain('plainHttp: "open"');
});

test('another application is refused', () => {
  const pin = { ...pinOf(parsed(as)), application: 'other' };
  expect(refusal(() => requirePinned(parsed(as), pin))).toMatchObject({
    code: 'TAP1093',
    message: expect.stringMatching(/"tap" is not the pinned "other".*; instead: /),
  });
});

test('an environment that is no longer configured is refused until it is said what becomes of it', () => {
  const fewer = parsed((data) => {
    data.environments.splice(1, 1);
  });
  expect(refusal(() => requirePinned(fewer, pinOf(parsed(as))))).toMatchObject({
    code: 'TAP1094',
    message: expect.stringMatching(/"Staging" is pinned .*--removed Staging.*--renamed Staging=NAME/),
  });
});

test('of what is not pinned nothing is refused, and a value that an older pin does not know is none', () => {
  const other = parsed(dev(({ network }) => Object.assign(network, { cidr: '10.99.0.0/16' })));
  expect(() => requirePinned(other, undefined)).not.toThrow();
  const pin = pinOf(parsed(as));
  const { Dev: _, ...environments } = pin.environments;
  expect(() => requirePinned(other, { ...pin, environments })).not.toThrow();
  const values = { 'network.availabilityZones': 2 };
  expect(() =>
    requirePinned(other, { ...pin, environments: { ...environments, Dev: { values, stacks: {} } } }),
  ).not.toThrow();
});
