import { isDeepStrictEqual } from 'node:util';
import { nearest } from '@delivery/coded-error/nearest';
import { leastBakeSeconds, leastBakeText } from '../../contracts/alarm-timing';
import { addressRange, overlap } from './cidr';
import { checkHostedZone, checkRecords } from './domains';
import { engineVersions } from './engine-versions';
import { fail } from './fail';
import { checkImage } from './image';
import { nameRules, type PhysicalNames, physicalNames } from './names';
import { checkProduction, checkProductionLast } from './production';
import { checkPublicNames } from './public-names';
import { edgeRegion, isRegion, regionNames } from './regions';
import type { DeliveryConfiguration, EnvironmentConfiguration } from './schema';
import { checkServices } from './service-rules';
import { services } from './services';
import { wavesOf } from './waves';
import { checkZones } from './zones';

/**
 * What several values must be to each other.
 *
 * @throws CodedError TAP1002, TAP1005 to TAP1016, and those of the checks in files of their own
 */
export function checkConfiguration(configuration: DeliveryConfiguration): void {
  checkRegion('pipeline.region', configuration.pipeline.region);
  checkImage(configuration.pipeline.image, new Date());
  checkServices(services);
  for (const [index, environment] of configuration.environments.entries()) {
    const where = `environments[${index}]`;
    checkRegion(`${where}.region`, environment.region);
    checkRecoveryRegion(where, environment);
    checkEngineVersion(where, environment);
    checkSizes(where, environment);
    checkZones(where, environment);
    checkAlarms(where, environment);
    checkBakeTime(where, environment);
    checkCertificates(where, environment);
    checkHostedZone(where, environment);
    checkProduction(where, environment);
    checkNames(where, configuration.application, environment.name);
  }
  checkEnvironmentNames(configuration.environments);
  checkWaves(configuration.environments);
  checkProductionLast(configuration.environments);
  checkAccounts(configuration);
  checkPublicNames(configuration.environments);
  checkAddresses(configuration.environments);
  checkRecords(configuration.environments);
}

function checkRegion(where: string, region: string): void {
  if (!isRegion(region)) {
    fail(
      'TAP1002',
      where,
      region,
      `is not a region of lib/config/regions.ts; did you mean "${nearest(region, regionNames)}"? Known are ${regionNames.join(', ')}`,
    );
  }
}

function checkRecoveryRegion(where: string, { region, recoveryRegion }: EnvironmentConfiguration): void {
  if (recoveryRegion === undefined) {
    return;
  }
  checkRegion(`${where}.recoveryRegion`, recoveryRegion);
  if (recoveryRegion === region) {
    fail('TAP1011', `${where}.recoveryRegion`, recoveryRegion, 'is the primary region; choose another one');
  }
}

function checkEngineVersion(where: string, { database }: EnvironmentConfiguration): void {
  const versions: readonly string[] = engineVersions.versions;
  if (!versions.includes(database.engineVersion)) {
    fail(
      'TAP1012',
      `${where}.database.engineVersion`,
      database.engineVersion,
      `is not in lib/config/engine-versions.ts (as of ${engineVersions.asOf}); did you mean "${nearest(database.engineVersion, versions)}"? Known are ${versions.join(', ')}`,
    );
  }
}

/**
 * Memory that Fargate offers with each number of CPU units, in MiB.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const taskMemory: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: gibibytes(1, 4),
  1024: gibibytes(2, 8),
  2048: gibibytes(4, 16),
  4096: gibibytes(8, 30),
};

/** Every whole number of GiB from the least to the most, in MiB. */
function gibibytes(least: number, most: number): readonly number[] {
  return Array.from({ length: most - least + 1 }, (_, index) => (least + index) * 1024);
}

function checkSizes(where: string, { network, database, containers }: EnvironmentConfiguration): void {
  const memory = taskMemory[containers.cpu];
  if (!memory) {
    fail(
      'TAP1013',
      `${where}.containers.cpu`,
      containers.cpu,
      `is no size of a Fargate task; allowed are ${Object.keys(taskMemory).join(', ')}`,
    );
  }
  if (!memory.includes(containers.memoryMiB)) {
    fail(
      'TAP1013',
      `${where}.containers.memoryMiB`,
      containers.memoryMiB,
      `is no size of a task with ${containers.cpu} CPU units; allowed are ${memory.join(', ')}`,
    );
  }
  if (containers.minTasks > containers.maxTasks) {
    fail('TAP1013', `${where}.containers.minTasks`, containers.minTasks, `is above maxTasks (${containers.maxTasks})`);
  }
  if (database.minCapacityAcu > database.maxCapacityAcu) {
    fail(
      'TAP1013',
      `${where}.database.minCapacityAcu`,
      database.minCapacityAcu,
      `is above maxCapacityAcu (${database.maxCapacityAcu})`,
    );
  }
  const { zonesAtFirst = network.availabilityZones } = network;
  if (zonesAtFirst > network.availabilityZones) {
    fail(
      'TAP1013',
      `${where}.network.zonesAtFirst`,
      zonesAtFirst,
      `is above availabilityZones (${network.availabilityZones})`,
    );
  }
  if (network.natGateways > network.availabilityZones) {
    fail(
      'TAP1013',
      `${where}.network.natGateways`,
      network.natGateways,
      `is above availabilityZones (${network.availabilityZones})`,
    );
  }
}

function checkAlarms(where: string, { alarms }: EnvironmentConfiguration): void {
  for (const [name, { warning, critical }] of Object.entries(alarms.thresholds)) {
    if (warning >= critical) {
      fail(
        'TAP1008',
        `${where}.alarms.thresholds.${name}.warning`,
        warning,
        `leaves no time to act; it must be below critical (${critical})`,
      );
    }
  }
  if (alarms.datapointsToAlarm > alarms.evaluationPeriods) {
    fail(
      'TAP1008',
      `${where}.alarms.datapointsToAlarm`,
      alarms.datapointsToAlarm,
      `can never be reached; it must be at most evaluationPeriods (${alarms.evaluationPeriods})`,
    );
  }
}

/** A shorter bake would let a commit pass before the slowest alarm could have fired. */
function checkBakeTime(where: string, { gates, alarms }: EnvironmentConfiguration): void {
  const windowSeconds = alarms.periodSeconds * alarms.evaluationPeriods;
  const least = Math.ceil(leastBakeSeconds(windowSeconds) / 60);
  if (gates.bakeMinutes < least) {
    fail(
      'TAP1009',
      `${where}.gates.bakeMinutes`,
      gates.bakeMinutes,
      `is over before the alarms can be judged: ${leastBakeText(windowSeconds)}; at least ${least} is allowed`,
    );
  }
}

function checkCertificates(where: string, { region, edge }: EnvironmentConfiguration): void {
  if ((edge.domain === undefined) !== (edge.certificateArn === undefined)) {
    fail('TAP1015', `${where}.edge.domain`, edge.domain ?? null, 'and edge.certificateArn need each other');
  }
  const certificates = [
    { at: 'edge.certificateArn', arn: edge.certificateArn, home: edgeRegion },
    { at: 'edge.origin.certificateArn', arn: edge.origin?.certificateArn, home: region },
  ];
  for (const { at, arn, home } of certificates) {
    if (arn !== undefined && arn.split(':')[3] !== home) {
      fail('TAP1015', `${where}.${at}`, arn, `is not in ${home}, the only region whose certificates fit here`);
    }
  }
}

function checkNames(where: string, application: string, environment: string): void {
  const names = Object.entries(physicalNames(application, environment)) as [keyof PhysicalNames, string][];
  for (const [key, name] of names) {
    const { of, limit, pattern } = nameRules[key];
    if (name.length > limit || !pattern.test(name)) {
      fail(
        'TAP1010',
        `${where}.name`,
        environment,
        `makes "${name}" (${name.length} characters), which is no name of ${of}: at most ${limit} characters that match ${pattern}; shorten the environment's or the application's name, or that of a service if it is in there`,
      );
    }
  }
}

/**
 * Stages that the pipeline has beside the environments, and what stands beside an environment or a stage in PipelineStack and in
 * its pipeline, where the CDK takes every name once.
 */
const reserved =
  /^(Source|SourceUploaded|Build|UpdatePipeline|Assets|Pipeline|Promote.*|AccessLogs|Approvals|Artifact(s|Support)|BuildLogs|BootstrapVersion|CDKMetadata|Default|Delivery|Evidence|Failures|Key|Repository|Role|EventsRole|Resource)$/i;

function checkEnvironmentNames(environments: readonly EnvironmentConfiguration[]): void {
  const seen = new Map<string, number>();
  for (const [index, { name }] of environments.entries()) {
    const where = `environments[${index}].name`;
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      fail('TAP1006', where, name, `is the name of environments[${other}] too; names differ by more than case`);
    }
    if (reserved.test(name)) {
      fail('TAP1006', where, name, 'is kept for a part of the pipeline itself; choose another one');
    }
    seen.set(name.toLowerCase(), index);
  }
}

/** More would not fit: the approval after a wave shows the figures of all, in the 1,000 characters that CodePipeline takes. */
const mostInWave = 3;

function checkWaves(environments: readonly EnvironmentConfiguration[]): void {
  const names = new Set(environments.map(({ name }) => name.toLowerCase()));
  const seen = new Set<string>();
  let count = 0;
  for (const { name, environments: members, promotion } of wavesOf(environments)) {
    const first = count;
    count += members.length;
    if (members.every(({ wave }) => wave === undefined)) continue;
    const where = `environments[${first}].wave`;
    if (names.has(name.toLowerCase())) {
      fail('TAP1006', where, name, 'is the name of an environment too; a wave has a name of its own');
    }
    if (reserved.test(name)) {
      fail('TAP1006', where, name, 'is kept for a part of the pipeline itself; choose another one');
    }
    if (seen.has(name.toLowerCase())) {
      fail('TAP1016', where, name, 'is the wave of environments further up too; put them next to each other');
    }
    if (members.length < 2 || members.length > mostInWave) {
      const rule = `allowed are 2 to ${mostInWave} environments next to each other`;
      fail('TAP1016', where, name, `holds ${members.map((environment) => environment.name).join(', ')}; ${rule}`);
    }
    const other = members.findIndex((environment) => !isDeepStrictEqual(environment.promotion, promotion));
    if (other > 0) {
      fail(
        'TAP1016',
        `environments[${first + other}].promotion`,
        members[other]?.promotion ?? null,
        `is not that of environments[${first}] (${JSON.stringify(promotion ?? null)}); a wave is entered as a whole`,
      );
    }
    seen.add(name.toLowerCase());
  }
}

function checkAccounts({ pipeline, environments }: DeliveryConfiguration): void {
  const places = [
    { where: 'pipeline', ...pipeline },
    ...environments.map((environment, index) => ({ ...environment, where: `environments[${index}]` })),
  ];
  const missing = places.find(({ account }) => account === undefined);
  const abroad = places.find(({ region }) => region !== edgeRegion);
  const named = places.find(({ account }) => account !== undefined);
  if (missing && abroad) {
    fail(
      'TAP1005',
      `${missing.where}.account`,
      null,
      `is missing, but ${abroad.where}.region is "${abroad.region}"; accounts may be left out only while everything is in ${edgeRegion}`,
    );
  }
  if (missing && named) {
    fail(
      'TAP1005',
      `${missing.where}.account`,
      null,
      `is missing, but ${named.where}.account is named; name all accounts or none`,
    );
  }
}

function checkAddresses(environments: readonly EnvironmentConfiguration[]): void {
  const ranges = environments.map(({ network: { cidr } }, index) => {
    const where = `environments[${index}].network.cidr`;
    const range =
      addressRange(cidr) ??
      fail(
        'TAP1007',
        where,
        cidr,
        'is no IPv4 range that a VPC can have, such as "10.10.0.0/16"; masks 16 to 20 are allowed',
      );
    return { where, cidr, range };
  });
  for (const [index, one] of ranges.entries()) {
    const other = ranges.slice(0, index).find(({ range }) => overlap(range, one.range));
    if (other) {
      fail(
        'TAP1007',
        one.where,
        one.cidr,
        `overlaps ${other.where} (${other.cidr}); ranges of environments are disjoint`,
      );
    }
  }
}
