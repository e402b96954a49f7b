import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeliveryData, type EnvironmentData, parseConfiguration, serviceNames } from '../../lib/config';
import { DeliveryApp } from '../../lib/pipeline/delivery-app';
import { imageDigest } from '../../lib/pipeline/image-digest';
import { type AssemblyStack, readAssembly } from '../../scripts/build/assembly';
import { shippedData } from '../fixtures/shipped';
import { ruleOf, takes, textsOf } from '../helpers/constrained-texts';
import { cdkContext } from '../helpers/variants';

const [common] = shippedData.environments as [EnvironmentData];
const letters = (count: number) => 'x'.repeat(count);
const longestService = Math.max(...serviceNames.map((service) => service.length));
/** What is left of 64 characters beside `-ENVIRONMENT` (16) and `-rotate-application` or `-SERVICE-execution`. */
const longestApplication = 64 - 17 - Math.max(19, 11 + longestService);
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));

/** The smallest numbers and the shortest names that are accepted. */
const least: DeliveryData = {
  application: 'ab',
  pipeline: {
    ...shippedData.pipeline,
    source: { kind: 's3', bucketName: 'abc', objectKey: 'k' },
    tags: {},
  },
  environments: [
    {
      ...common,
      name: 'A',
      network: { cidr: '10.0.0.0/20', availabilityZones: 2, natGateways: 1 },
      database: {
        ...common.database,
        minCapacityAcu: 0.5,
        maxCapacityAcu: 1,
        readers: 0,
        backupRetentionDays: 1,
        databaseName: 'x',
      },
      containers: {
        cpu: 256,
        memoryMiB: 512,
        minTasks: 2,
        maxTasks: 2,
        targetCpuPercent: 10.5,
        targetMemoryPercent: 10.5,
        targetRequestsPerMinute: 1,
        environment: {},
      },
      edge: { priceClass: 'PriceClass_100', requestsPerAddress: 10 },
      api: { rateLimit: 0.1, burstLimit: 1, quotaPerMonth: 1 },
      promotion: { approval: true, timeoutHours: 1 },
      // A source in a bucket has no address of its own for them.
      alarms: { ...common.alarms, runbooks: 'https://a.io/{runbook}' },
      tags: {},
    },
  ],
};

/** The longest names and the largest numbers, three environments side by side. */
const most: DeliveryData = {
  application: `a${letters(longestApplication - 1)}`,
  pipeline: {
    ...shippedData.pipeline,
    source: {
      kind: 'connection',
      provider: 'github',
      repository: `${letters(39)}/${letters(53)}`,
      branch: letters(256),
      connectionArn: 'arn:aws:codeconnections:us-east-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
    },
    tags: Object.fromEntries(many(47, (index) => [`${index}${letters(125)}`, `${'Größe '.repeat(42)}xyz`])),
  },
  environments: many(3, (index) => ({
    ...common,
    name: `E${index}${letters(14)}`,
    wave: `W${letters(15)}`,
    network: { cidr: `10.${index}.0.0/16`, availabilityZones: 3, natGateways: 3 },
    production: true,
    database: {
      ...common.database,
      minCapacityAcu: 256,
      maxCapacityAcu: 256,
      readers: 15,
      backupRetentionDays: 35,
      deletionProtection: true,
      databaseName: letters(64),
    },
    containers: {
      cpu: 4096,
      memoryMiB: 30_720,
      minTasks: 100,
      maxTasks: 100,
      targetCpuPercent: 90,
      targetMemoryPercent: 90,
      targetRequestsPerMinute: Number.MAX_SAFE_INTEGER,
      environment: { TEXT: letters(24_000) },
    },
    edge: { priceClass: 'PriceClass_All', requestsPerAddress: 2_000_000_000 },
    api: { rateLimit: 1e9, burstLimit: 2 ** 31 - 1, quotaPerMonth: 2 ** 31 - 1, cacheClusterSizeGb: '237' },
    gates: { ...common.gates, bakeMinutes: 180 },
    alarms: { ...common.alarms, runbooks: `https://example.com/{runbook}/${letters(512 - 30)}` },
    // 1.1 hours are 66 minutes and a little: whole minutes only once they are rounded.
    promotion: { approval: true, timeoutHours: 1.1 },
    tags: Object.fromEntries(many(47, (tag) => [`${tag}${letters(125)}`, letters(255)])),
  })),
};

describe.each([
  ['least', least],
  ['most', most],
])('the %s of everything that is accepted', (_what, data) => {
  let folder = '';
  let stacks: readonly AssemblyStack[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'extremes-'));
    const configuration = parseConfiguration(data, {});
    new DeliveryApp({
      configuration,
      imageDigest: imageDigest({}),
      overrides: {},
      context: cdkContext(),
      outdir: folder,
    }).synth();
    stacks = readAssembly(folder);
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const resources = () => stacks.flatMap(({ template }) => Object.values(template.Resources));

  test('is synthesized, each text as its service takes it', () => {
    expect(stacks.length).toBeGreaterThan(data.environments.length * 5);
    const texts = stacks
      .flatMap(({ template }) => textsOf(template))
      .map((found) => ({ ...found, rule: ruleOf(found) }));
    expect(texts.filter(({ rule }) => rule).length).toBeGreaterThan(300);
    expect(
      texts.filter(({ rule, text }) => rule && !takes(rule, text)).map(({ type, at, text }) => [type, at, text]),
    ).toEqual([]);
  });

  test('gives approvals and jobs a time of whole minutes', () => {
    const pipeline = resources().find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
    const stages = pipeline?.Properties?.Stages as readonly {
      readonly Actions: readonly { readonly TimeoutInMinutes?: number }[];
    }[];
    const minutes = [
      ...stages.flatMap(({ Actions }) => Actions.flatMap(({ TimeoutInMinutes }) => TimeoutInMinutes ?? [])),
      ...resources()
        .filter(({ Type }) => Type === 'AWS::CodeBuild::Project')
        .flatMap(({ Properties }) => (Properties?.TimeoutInMinutes as number | undefined) ?? []),
    ];
    expect(minutes.length).toBeGreaterThan(1);
    expect(minutes.filter((time) => !Number.isInteger(time))).toEqual([]);
  });

  test('fits into a task definition and a template', () => {
    const tasks = resources().filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition');
    expect(tasks).toHaveLength(serviceNames.length * data.environments.length);
    for (const { Properties } of tasks) expect(JSON.stringify(Properties).length).toBeLessThan(64 * 1024);
    for (const { template } of stacks) {
      expect(Object.keys(template.Resources).length).toBeLessThanOrEqual(500);
      expect(JSON.stringify(template).length).toBeLessThan(1024 * 1024);
    }
  });

  test('leaves room for the tags that the CDK adds by itself', () => {
    const own = resources().map(({ Properties }) => ((Properties?.Tags ?? []) as readonly unknown[]).length);
    const configured = Math.max(...[data.pipeline, ...data.environments].map(({ tags }) => Object.keys(tags).length));
    expect(Math.max(...own) + configured).toBeLessThanOrEqual(50);
  });
});
