import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import {
  type DeliveryData,
  engineVersions,
  nameRules,
  type PhysicalNames,
  parseConfiguration,
  physicalNames,
  serviceNames,
} from '../../lib/config';
import { testLanes } from '../../scripts/test/steps';
import { shippedData } from '../fixtures/shipped';
import { stacksOf, template } from '../helpers/assembly';
import { configurationOf } from '../helpers/variants';
import { onlyOf, propertiesOf } from '../stacks/resources';

/** One test for each row of the table of errors that must never come back. */

const root = join(__dirname, '..', '..');
const { application, environments } = configurationOf();
const environmentName = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,15}$/);

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readJson = (file: string) => JSON.parse(read(file)) as Record<string, Record<string, unknown>>;

const folders = ['app/src', 'app/test', 'bin', 'checks', 'lib', 'loadtests', 'rehearsal', 'scripts', 'test'];

/** TypeScript files of the repository below a folder. Without git: the pipeline's source is an archive. */
function files(...below: string[]): readonly string[] {
  return below.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  );
}

/** Checks that the names of every accepted environment name keep their rule. */
function namesKeepTheirRule(...keys: (keyof PhysicalNames)[]): void {
  expect(keys.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(environmentName, (environment) => {
      const names = physicalNames(application, environment);
      return keys.every((key) => names[key].length <= nameRules[key].limit && nameRules[key].pattern.test(names[key]));
    }),
  );
}

const everyTemplate = stacksOf().filter(({ path }) => path.split('/').length === 3);

/** Resources of all stacks of all environments. */
const everyResource = everyTemplate.flatMap((stack) =>
  Object.entries(stack.template.Resources).map(([logicalId, resource]) => ({ path: stack.path, logicalId, resource })),
);

test('E1 stack names are letters, digits and hyphens for every environment name that is accepted', () => {
  expect(everyTemplate.length).toBeGreaterThan(environments.length);
  for (const { path } of everyTemplate) {
    expect(path.split('/').slice(1).join('-')).toMatch(/^[A-Za-z][A-Za-z0-9-]*$/);
  }
  namesKeepTheirRule('longestStack');
});

test('E2 the linter looks at every TypeScript file', () => {
  const { includes } = readJson('biome.json').files as { includes: readonly string[] };
  expect(includes[0]).toBe('**');
  const ownSources = includes.slice(1).filter((pattern) => !/^!.*\.(json|svg)$|^!!\*\*\/node_modules\//.test(pattern));
  expect(ownSources).toEqual([]);
  expect(files(...folders).length).toBeGreaterThan(100);
});

test('E3 the alias of the key keeps its limits for every environment name that is accepted', () => {
  namesKeepTheirRule('keyAlias');
});

test('E4 no bucket has a name of ours, so none can hold a token', () => {
  const buckets = everyResource.filter(({ resource }) => resource.Type === 'AWS::S3::Bucket');
  expect(buckets).toHaveLength(4 * environments.length);
  expect(buckets.filter(({ resource }) => resource.Properties?.BucketName !== undefined)).toEqual([]);
});

test('E5 the cluster has a writer and readers, none made the old way', () => {
  const sources = files('lib').map(read).join('\n');
  expect(sources).toMatch(/writer: rds\.ClusterInstance/);
  expect(sources).not.toMatch(/instanceProps/);
});

test('E6 every rotation is hosted', () => {
  const schedules = everyResource.filter(({ resource }) => resource.Type === 'AWS::SecretsManager::RotationSchedule');
  expect(schedules).toHaveLength(2 * environments.length);
  for (const { resource } of schedules) expect(resource.Properties?.HostedRotationLambda).toBeDefined();
});

test('E7 functions that rotate have at most 64 characters for every environment name that is accepted', () => {
  expect(nameRules.masterRotationFunction.limit).toBe(64);
  namesKeepTheirRule('masterRotationFunction', 'applicationRotationFunction');
});

test('E8 nothing asks for a role in the settings of API Gateway', () => {
  for (const { name } of environments) {
    const api = template(name, 'Api');
    api.resourceCountIs('AWS::ApiGateway::Account', 0);
    const stage = onlyOf(api, 'AWS::ApiGateway::Stage');
    // A stage that logs to CloudWatch is refused in an account without that role.
    expect(JSON.stringify(stage.AccessLogSetting)).not.toContain('LogGroup');
    expect(JSON.stringify(stage.MethodSettings)).not.toContain('LoggingLevel');
  }
});

test('E9 the bucket that CloudFront logs to accepts its ACL', () => {
  for (const { name } of environments) {
    const edge = template(name, 'Edge');
    const { DistributionConfig } = onlyOf(edge, 'AWS::CloudFront::Distribution') as {
      DistributionConfig: { Logging: { Bucket: { 'Fn::GetAtt': [string, string] } } };
    };
    const [bucket] = DistributionConfig.Logging.Bucket['Fn::GetAtt'];
    expect(edge.findResources('AWS::S3::Bucket')[bucket]?.Properties.OwnershipControls).toEqual({
      Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }],
    });
  }
});

test('E10 the site is read by origin access control', () => {
  for (const { name } of environments)
    template(name, 'Edge').resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
  expect(files('lib').map(read).join('\n')).not.toMatch(/new \w*\.?S3BucketOrigin\(/);
});

test('E11 file names are in kebab-case, and the compiler minds their case', () => {
  expect(readJson('tsconfig.json').compilerOptions?.forceConsistentCasingInFileNames).toBe(true);
  const names = files(...folders).map((file) => basename(file));
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?\.ts$/.test(name))).toEqual([]);
});

test('E12 E13 E14 E17 E18 no template test repeats a physical name', () => {
  const tests = files('test/stacks', 'test/stages', 'test/constructs', 'test/requirements');
  expect(tests.length).toBeGreaterThan(8);
  const prefixes = environments.map(({ name }) => `${application}-${name.toLowerCase()}`);
  const repeating = tests.filter((file) => prefixes.some((prefix) => read(file).includes(prefix)));
  expect(repeating).toEqual([]);
});

test('E15 E25 strict types are checked before anything is synthesized', () => {
  expect(readJson('tsconfig.json').compilerOptions?.strict).toBe(true);
  const lane = testLanes(root)
    .map((steps) => steps.map(({ name }) => name))
    .find((names) => names.includes('strict synth'));
  expect(lane).toContain('types');
  expect(lane?.indexOf('types')).toBeLessThan(Number(lane?.indexOf('strict synth')));
});

test('E16 every physical name keeps its limit for every environment name that is accepted', () => {
  namesKeepTheirRule(...(Object.keys(nameRules) as (keyof PhysicalNames)[]));
  const alarms = everyResource.filter(({ resource }) => resource.Type === 'AWS::CloudWatch::Alarm');
  expect(alarms.length).toBeGreaterThan(100);
  for (const { resource } of alarms) expect(String(resource.Properties?.AlarmName).length).toBeLessThan(255 - 16);
});

test('E19 a deprecation fails the strict gate', () => {
  expect(read('scripts/synth.ts')).toContain("JSII_DEPRECATED: 'fail'");
  const deprecated =
    /\b(serverlessV2ScalingConfiguration|inferenceAccelerators|containerInsights|metricUnhealthyHostCount)\b/;
  const sources = files('lib');
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.filter((file) => deprecated.test(read(file)))).toEqual([]);
});

test('E20 E28 the engine version is one of a dated list', () => {
  expect(Date.parse(engineVersions.asOf)).not.toBeNaN();
  const known: readonly string[] = engineVersions.versions;
  expect(known).toContain('3.08.0');
  for (const { database } of environments) expect(known).toContain(database.engineVersion);
});

test.each<DeliveryData['pipeline']['source']>([
  shippedData.pipeline.source,
  { kind: 'codecommit', repositoryName: 'shop', branch: 'main', create: false },
  { kind: 'codecommit', repositoryName: 'shop', branch: 'main', create: true },
  { kind: 's3', bucketName: 'sources-of-the-shop', objectKey: 'source.zip' },
])('E21 the source is a choice: $kind', (source) => {
  // A bucket has no page for a runbook.
  const runbooks = 'https://wiki.example.com/{runbook}';
  const environments = shippedData.environments.map((it) => ({ ...it, alarms: { ...it.alarms, runbooks } }));
  const data = { ...shippedData, pipeline: { ...shippedData.pipeline, source }, environments };
  const { pipeline } = parseConfiguration(data, {});
  expect(pipeline.source).toEqual(source);
});

test('E22 no account and no region is written outside the configuration', () => {
  const sources = files('lib', 'bin').filter((file) => !file.startsWith('lib/config/'));
  expect(sources.length).toBeGreaterThan(50);
  const literal = /['"`](\d{12}|(us|eu|ap)-[a-z]+-\d)['"`]/;
  expect(sources.filter((file) => literal.test(read(file)))).toEqual([]);
});

test('E23 E27 all of lib is covered, without a comment that looks away', () => {
  const jest = read('jest.config.js');
  expect(jest).toContain('statements: 100, branches: 100, functions: 100, lines: 100');
  const sources = files('lib');
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.filter((file) => /(istanbul|v8|c8|coverage) ignore/.test(read(file)))).toEqual([]);
});

/**
 * Logical ids of what holds data or an address that somebody knows. A change here replaces the resource in every
 * environment: it needs a migration, never only a new line.
 */
const pinned: Readonly<Record<string, readonly string[]>> = {
  Network: ['AWS::EC2::VPC Vpc8378EB38', 'AWS::KMS::Key Key961B73FD'],
  Data: [
    'AWS::RDS::DBCluster ClusterEB0386A7',
    'AWS::SecretsManager::Secret ApplicationSecret25AD4F13',
    'AWS::SecretsManager::Secret MasterSecretA11BF785',
  ],
  Service: [
    'AWS::ElasticLoadBalancingV2::LoadBalancer LoadBalancerAlb240B1141',
    'AWS::S3::Bucket LoadBalancerLogsB5B0A3F1',
  ],
  Api: [
    'AWS::ApiGateway::ApiKey ShopApiClientsKey66A04EF7',
    'AWS::ApiGateway::ApiKey ShopApiGatesKey2C44AD63',
    'AWS::ApiGateway::RestApi ShopApi0F6F40EC',
    'AWS::S3::Bucket AccessLogsBucketCD784A59',
  ],
  Edge: [
    'AWS::CloudFront::Distribution StorefrontDistributionF6FC821B',
    'AWS::S3::Bucket Logs6819BB44',
    'AWS::S3::Bucket SiteE53D7754',
  ],
  Observability: [],
};
const stateful = new Set(
  Object.values(pinned)
    .flat()
    .map((line) => line.split(' ')[0]),
);

test.each(environments)('E24 what holds data in $name keeps its logical id and its name', ({ name }) => {
  for (const [stack, expected] of Object.entries(pinned)) {
    const found = everyResource
      .filter(({ path, resource }) => path.endsWith(`/${name}/${stack}`) && stateful.has(resource.Type))
      .map(({ resource, logicalId }) => `${resource.Type} ${logicalId}`);
    expect(found.sort()).toEqual(expected);
  }
  const [cluster] = propertiesOf(template(name, 'Data'), 'AWS::RDS::DBCluster');
  expect(cluster?.DBClusterIdentifier).toBe(physicalNames(application, name).databaseCluster);
});

test('E29 containers are told their environment by its configuration, never by NODE_ENV', () => {
  for (const { name } of environments) {
    const tasks = JSON.stringify(propertiesOf(template(name, 'Service'), 'AWS::ECS::TaskDefinition'));
    // The service and its migration, in every task.
    expect(tasks.split(`{"Name":"SERVICE_ENVIRONMENT","Value":"${name}"}`)).toHaveLength(2 * serviceNames.length + 1);
    expect(tasks).not.toContain('NODE_ENV');
  }
});
