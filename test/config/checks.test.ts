import type { DeliveryData } from '../../lib/config';
import { shippedData } from '../fixtures/shipped';
import { environmentAt, parsed, refusal } from './edited';

type Environment = DeliveryData['environments'][number];

/** Refusal of the shipped data with one environment edited. */
const refused = (index: number, edit: (environment: Environment) => void) =>
  refusal(() => parsed((data) => edit(environmentAt(data, index))));

describe('across its fields the configuration refuses', () => {
  test('a region that is none, with the one that was meant', () => {
    const error = refused(1, (environment) => Object.assign(environment, { region: 'eu-west' }));
    expect(error.code).toBe('TAP1002');
    expect(error.message).toContain('environments[1].region: "eu-west"');
    expect(error.message).toContain('did you mean "eu-west-1"');
  });

  test("a pipeline's region that is none", () => {
    const error = refusal(() => parsed((data) => Object.assign(data.pipeline, { region: 'us-east1' })));
    expect(error.message).toContain('pipeline.region: "us-east1"');
    expect(error.message).toContain('did you mean "us-east-1"');
  });

  test('missing accounts while anything is outside us-east-1', () => {
    const error = refused(2, (environment) => Object.assign(environment, { region: 'eu-west-1' }));
    expect(error.code).toBe('TAP1005');
    expect(error.message).toContain('pipeline.account');
    expect(error.message).toContain('environments[2].region is "eu-west-1"');
  });

  test('accounts of which only some are named', () => {
    const error = refused(2, (environment) => Object.assign(environment, { account: '444444444444' }));
    expect(error.code).toBe('TAP1005');
    expect(error.message).toContain('name all accounts or none');
  });

  test('two environments whose names differ by case alone', () => {
    const error = refused(2, (environment) => Object.assign(environment, { name: 'DEV' }));
    expect(error.code).toBe('TAP1006');
    expect(error.message).toContain('environments[0] too');
  });

  test.each(['Source', 'Build', 'UpdatePipeline', 'Assets', 'Pipeline', 'PromoteDev', 'Default'])(
    'the name of a part of the pipeline itself: %s',
    (name) => {
      expect(refused(0, (environment) => Object.assign(environment, { name })).code).toBe('TAP1006');
    },
  );

  test('address ranges that overlap', () => {
    const error = refused(1, (environment) => Object.assign(environment.network, { cidr: '10.10.128.0/17' }));
    expect(error.code).toBe('TAP1007');
    expect(error.message).toContain('overlaps environments[0].network.cidr');
  });

  test('what is no address range', () => {
    const error = refused(0, (environment) => Object.assign(environment.network, { cidr: '10.10.0.0' }));
    expect(error.code).toBe('TAP1007');
  });

  test('a warning that does not come before the critical level', () => {
    const error = refused(0, ({ alarms }) => {
      alarms.thresholds.serviceCpuPercent = { warning: 95, critical: 95 };
    });
    expect(error.code).toBe('TAP1008');
    expect(error.message).toContain('alarms.thresholds.serviceCpuPercent.warning: 95');
  });

  test.each(['serviceCpuPercent', 'apiServerErrorPercent'] as const)('more than 100 for %s', (name) => {
    const error = refused(0, ({ alarms }) => {
      alarms.thresholds[name] = { warning: 80, critical: 185 };
    });
    expect(error.code).toBe('TAP1001');
    expect(error.message).toContain(`alarms.thresholds.${name}.critical`);
  });

  test.each([{ maxErrorRate: 1 }, { p95Ms: 600_000 }])('a limit of the load test that nothing exceeds: %j', (limit) => {
    const error = refused(0, ({ gates }) => Object.assign(gates.load.thresholds.api, limit));
    expect(error.code).toBe('TAP1001');
    expect(error.message).toContain(`gates.load.thresholds.api.${Object.keys(limit)[0]}`);
  });

  test('more data points to alarm than periods are looked at', () => {
    expect(refused(0, ({ alarms }) => Object.assign(alarms, { datapointsToAlarm: 4 })).code).toBe('TAP1008');
  });

  test("a bake shorter than the alarms' window, the delivery of its last data and one look", () => {
    const error = refused(0, ({ alarms, gates }) => {
      Object.assign(alarms, { periodSeconds: 300, evaluationPeriods: 4 });
      gates.bakeMinutes = 22;
    });
    expect(error.code).toBe('TAP1009');
    expect(error.message).toContain(
      '1200 s (period times evaluation periods) + 120 s (delivery) + 15 s (one look) = 1335 s',
    );
    expect(error.message).toContain('at least 23');
  });

  test("names that grow over a service's limit, with the name that would have been made", () => {
    const error = refusal(() =>
      parsed((data) => {
        data.application = 'a'.repeat(32);
        environmentAt(data, 0).name = 'B'.repeat(16);
      }),
    );
    expect(error.code).toBe('TAP1010');
    expect(error.message).toMatch(/characters\), which is no name of an? /);
  });

  test('a recovery region that is the primary one', () => {
    const error = refused(2, (environment) => Object.assign(environment, { recoveryRegion: environment.region }));
    expect(error.code).toBe('TAP1011');
  });

  test('a recovery region that is none', () => {
    const error = refused(2, (environment) => Object.assign(environment, { recoveryRegion: 'us-west' }));
    expect(error.code).toBe('TAP1002');
    expect(error.message).toContain('environments[2].recoveryRegion');
  });

  test('an engine version that is not on the dated list', () => {
    const error = refused(0, ({ database }) => Object.assign(database, { engineVersion: '3.10.44' }));
    expect(error.code).toBe('TAP1012');
    expect(error.message).toContain('did you mean "3.10.4"');
    expect(error.message).toMatch(/as of \d{4}-\d{2}-\d{2}/);
  });

  test.each<[string, (environment: Environment) => void]>([
    ['CPU units that Fargate does not have', ({ containers }) => Object.assign(containers, { cpu: 300 })],
    ['too little memory for the CPU', ({ containers }) => Object.assign(containers, { cpu: 2048 })],
    ['too much memory for the CPU', ({ containers }) => Object.assign(containers, { cpu: 256, memoryMiB: 4096 })],
    ['memory between two steps', ({ containers }) => Object.assign(containers, { memoryMiB: 1500 })],
    ['1.5 GiB for a quarter of a CPU', ({ containers }) => Object.assign(containers, { cpu: 256, memoryMiB: 1536 })],
    ['more tasks at least than at most', ({ containers }) => Object.assign(containers, { minTasks: 5, maxTasks: 4 })],
    ['more capacity at least than at most', ({ database }) => Object.assign(database, { minCapacityAcu: 8 })],
    ['more zones at first than there are', ({ network }) => Object.assign(network, { zonesAtFirst: 3 })],
    ['more NAT gateways than zones', ({ network }) => Object.assign(network, { natGateways: 3 })],
  ])('sizes that do not fit: %s', (_what, edit) => {
    expect(refused(0, edit).code).toBe('TAP1013');
  });

  /** The sizes of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size */
  test.each([
    [256, 512, 2048],
    [512, 1024, 4096],
    [1024, 2048, 8192],
    [2048, 4096, 16_384],
    [4096, 8192, 30_720],
  ])('no memory of a task with %i CPU units from %i to %i MiB', (cpu, ...memory) => {
    for (const memoryMiB of memory) {
      const edit = (data: DeliveryData) => Object.assign(environmentAt(data, 0).containers, { cpu, memoryMiB });
      expect(parsed(edit).environments[0]?.containers).toMatchObject({ cpu, memoryMiB });
    }
  });

  test.each<[string, (environment: Environment) => void]>([
    ['two zones', ({ network }) => Object.assign(network, { availabilityZones: 2, natGateways: 2 })],
    ['a zone without its NAT gateway', ({ network }) => Object.assign(network, { natGateways: 2 })],
    ['a database that can be deleted', ({ database }) => Object.assign(database, { deletionProtection: false })],
    ['no response cache', ({ api }) => Object.assign(api, { cacheClusterSizeGb: undefined })],
  ])('production with %s', (_what, edit) => {
    const production = shippedData.environments.findIndex((environment) => environment.production);
    expect(refused(production, edit).code).toBe('TAP1014');
  });

  test.each([
    ['a domain without certificate', { domain: 'shop.example.com' }],
    ['a certificate without domain', { certificateArn: certificate('us-east-1') }],
    [
      "CloudFront's certificate outside us-east-1",
      { domain: 'shop.example.com', certificateArn: certificate('eu-west-1') },
    ],
    [
      "the load balancer's certificate in another region",
      { origin: { domain: 'origin.example.com', certificateArn: certificate('eu-west-1') } },
    ],
  ])('%s', (_what, edge) => {
    expect(refused(0, (environment) => Object.assign(environment.edge, edge)).code).toBe('TAP1015');
  });
});

function certificate(region: string): string {
  return `arn:aws:acm:${region}:222222222222:certificate/00000000-0000-0000-0000-000000000000`;
}
