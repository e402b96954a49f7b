import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeliveryData, parseConfiguration, productionFloors } from '../../lib/config';
import { shippedData } from '../fixtures/shipped';
import { edited, environmentAt, parsed, refusal } from './edited';

type Environment = DeliveryData['environments'][number];
type Edit = (environment: Environment) => void;

const production = shippedData.environments.findIndex((environment) => environment.production);
const at = (index: number, edit: Edit) => (data: DeliveryData) => edit(environmentAt(data, index));
const place = `environments[${production}]`;

const { thresholds, bakeMinutes, alarms } = productionFloors;

/** A bake, and alarms so quick that they would be judged within it. */
const withBake =
  (minutes: number): Edit =>
  (environment) => {
    environment.gates.bakeMinutes = minutes;
    Object.assign(environment.alarms, { evaluationPeriods: 1, datapointsToAlarm: 1 });
  };

/** Each threshold of a gate or an alarm with its floor, and how a team would write another one. */
const looser: readonly [string, string, string, number, Edit][] = [
  ...(['cloudfront', 'api'] as const).flatMap((door): [string, string, string, number, Edit][] => [
    [
      'TAP1081',
      `gates.load.thresholds.${door}.p95Ms`,
      `at most ${thresholds.p95Ms}`,
      thresholds.p95Ms + 1,
      ({ gates }) => Object.assign(gates.load.thresholds[door], { p95Ms: thresholds.p95Ms + 1 }),
    ],
    [
      'TAP1081',
      `gates.load.thresholds.${door}.maxErrorRate`,
      `at most ${thresholds.maxErrorRate}`,
      0.99,
      ({ gates }) => Object.assign(gates.load.thresholds[door], { maxErrorRate: 0.99 }),
    ],
  ]),
  ['TAP1081', 'gates.bakeMinutes', `at least ${bakeMinutes}`, bakeMinutes - 1, withBake(bakeMinutes - 1)],
  ...(Object.entries(alarms.critical) as [keyof typeof alarms.critical, number][]).map(
    ([name, critical]): [string, string, string, number, Edit] => [
      'TAP1083',
      `alarms.thresholds.${name}.critical`,
      `at most ${critical}`,
      critical + 1,
      (environment) => Object.assign(environment.alarms.thresholds[name], { critical: critical + 1 }),
    ],
  ),
  [
    'TAP1083',
    'alarms.evaluationPeriods',
    `times 60 s is too loose for production: at most ${alarms.windowSeconds}`,
    16,
    (environment) => {
      environment.alarms.evaluationPeriods = 16;
      environment.gates.bakeMinutes = 30;
    },
  ],
];

test('there is a floor under every gate', () => {
  expect(looser.length).toBeGreaterThanOrEqual(15);
});

describe.each(looser)('%s: %s', (code, name, rule, received, edit) => {
  test('is refused in production with its place, what was received and what is allowed', () => {
    const error = refusal(() => parsed(at(production, edit)));
    expect(error.code).toBe(code);
    expect(error.message).toContain(`${place}.${name}: ${received} `);
    expect(error.message).toContain(`${rule} is allowed (lib/config/production-floors.ts)`);
  });

  test('is the team’s own matter elsewhere', () => {
    expect(() => parsed(at(0, edit))).not.toThrow();
  });
});

test('what is at each floor is allowed in production', () => {
  const edit: Edit = (environment) => {
    environment.gates.load.thresholds = { cloudfront: { ...thresholds }, api: { ...thresholds } };
    environment.gates.bakeMinutes = 30;
    environment.alarms.evaluationPeriods = 15;
    for (const [name, critical] of Object.entries(alarms.critical)) {
      environment.alarms.thresholds[name as keyof typeof alarms.critical].critical = critical;
    }
  };
  expect(() => parsed(at(production, edit))).not.toThrow();
  expect(() => parsed(at(production, withBake(bakeMinutes)))).not.toThrow();
});

test('production without an approval is refused, and nothing else is', () => {
  const edit: Edit = (environment) => {
    delete environment.promotion;
  };
  const error = refusal(() => parsed(at(production, edit)));
  expect(error.code).toBe('TAP1082');
  expect(error.message).toContain(`${place}.promotion: null is missing`);
  expect(() => parsed(at(1, edit))).not.toThrow();
});

test.each([
  'TAP_PROD_GATES_BAKE_MINUTES',
  'TAP_PROD_GATES_LOAD_PROFILE',
  'TAP_PROD_ALARMS_EVALUATION_PERIODS',
  'TAP_PROD_PRODUCTION',
])('no variable gets under a floor: %s matches no setting', (variable) => {
  expect(
    refusal(() =>
      parseConfiguration(
        edited(() => undefined),
        { [variable]: '1' },
      ),
    ).code,
  ).toBe('TAP1003');
});

test('a variable that takes a part away from production is refused like a written value', () => {
  const error = refusal(() => parseConfiguration(shippedData, { TAP_PROD_DATABASE_DELETION_PROTECTION: 'false' }));
  expect(error.code).toBe('TAP1014');
  expect(error.message).toContain(`${place}.database.deletionProtection: false`);
});

test('docs/day-two.md names the floors as they are', () => {
  const page = readFileSync(join(__dirname, '../../docs/day-two.md'), 'utf8');
  const { users, seconds, journeys } = productionFloors.load;
  const { critical, windowSeconds } = alarms;
  const shown = (value: number) => value.toLocaleString('en-US');
  for (const part of [
    `at least ${users} users, ${journeys} journeys and ${seconds} s`,
    `\`p95Ms\` at most ${shown(thresholds.p95Ms)}, \`maxErrorRate\` at most ${thresholds.maxErrorRate}`,
    `| \`gates.bakeMinutes\` | at least ${bakeMinutes} |`,
    `at most ${shown(critical.responseTimeP95Ms)} ms, at most ${critical.apiServerErrorPercent} % server errors`,
    `${critical.apiClientErrorPercent} % client errors, ${critical.loadBalancerServerErrors} server errors in a period`,
    `| at most ${critical.databaseCpuPercent} % of CPU`,
    `| at most ${windowSeconds} s |`,
  ]) {
    expect(page).toContain(part);
  }
  expect(critical.cloudfrontServerErrorPercent).toBe(critical.apiServerErrorPercent);
});

describe('the order of environments', () => {
  const [first] = shippedData.environments;
  const shop = shippedData.environments[production];
  /** As many of production (`P`) and of others (`O`) as there are letters, in their order; those in brackets share a wave. */
  const ordered = (order: string) => (data: DeliveryData) => {
    if (!first || !shop) throw new Error('the shipped example has no environments');
    const waves = order.split(/[()]/).map((members) => [...members]);
    const letters = waves.flat();
    const waveOf = waves.flatMap((members, index) => members.map(() => (index % 2 === 1 ? `Wave${index}` : undefined)));
    data.environments = letters.map((letter, index) => {
      const base = letter === 'P' ? shop : first;
      return {
        ...base,
        name: `${letter}${index}`,
        network: { ...base.network, cidr: `10.${100 + index}.0.0/16` },
        promotion: { approval: true, timeoutHours: 72 },
        wave: waveOf[index],
      };
    });
  };

  test.each(['O', 'P', 'OP', 'OOPP', '(OO)P', 'O(PP)', 'O(PP)P', '(OO)(PP)'])('%s is allowed', (order) => {
    expect(() => parsed(ordered(order))).not.toThrow();
  });

  test.each([
    ['PO', 1, 'after "P0"'],
    ['OPO', 2, 'after "P1"'],
    ['OPPO', 3, 'after "P1"'],
    ['(PP)O', 2, 'after "P0"'],
    ['P(OO)', 1, 'after "P0"'],
    ['O(PO)', 2, 'in one wave with "P1"'],
    ['O(OP)', 1, 'in one wave with "P2"'],
    ['OP(OP)', 2, 'after "P1"'],
  ])('%s is refused, by the first that comes too late', (order, index, when) => {
    const error = refusal(() => parsed(ordered(order)));
    expect(error.code).toBe('TAP1085');
    expect(error.message).toContain(
      `environments[${index}].production: false is entered ${when}, which is production, and could stop nothing there`,
    );
    expect(error.message).toContain(`put "O${index}" before it`);
  });
});
