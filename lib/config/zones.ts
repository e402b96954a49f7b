import { nearest } from '@delivery/coded-error/nearest';
import { fail } from './fail';
import type { Region } from './regions';
import type { EnvironmentConfiguration } from './schema';

/** What every environment has in each of its zones and AWS does not offer in all of them, with the page that says where. */
const services = {
  vpcLink: {
    name: 'VPC links V2 of API Gateway',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html',
  },
  vpcOrigin: {
    name: 'VPC origins of CloudFront',
    source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html',
  },
  databaseProxy: {
    name: 'RDS Proxy',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.html',
  },
  fargate: {
    name: 'Fargate',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html',
  },
} as const;

/** The services that each zone of a region lacks, by the zone's id, in the order in which an environment takes them. */
export type ZonesOfRegion = Readonly<Record<string, readonly (keyof typeof services)[]>>;

/** When the pages below were looked up. */
export const zonesAsOf = '2026-11-29';

/**
 * The zones of every region of `regions.ts`, by id: an id names the same zone in every account, the letter in a name such as
 * us-east-1a does not (https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html).
 *
 * The ids are those of AWS's list
 * (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html); what a zone lacks is said by
 * the pages in `services`. An account may not see every zone of a region: `aws ec2 describe-availability-zones` shows its own.
 * Who changes the order moves the subnets of deployed environments that name no zones.
 */
export const zoneTable: Readonly<Record<Region, ZonesOfRegion>> = {
  'us-east-1': {
    'use1-az1': [],
    'use1-az2': [],
    'use1-az3': ['vpcLink', 'vpcOrigin', 'databaseProxy'],
    'use1-az4': [],
    'use1-az5': [],
    'use1-az6': [],
  },
  'us-east-2': { 'use2-az1': [], 'use2-az2': [], 'use2-az3': [] },
  'us-west-2': { 'usw2-az1': [], 'usw2-az2': [], 'usw2-az3': [], 'usw2-az4': [] },
  'eu-west-1': { 'euw1-az1': [], 'euw1-az2': [], 'euw1-az3': [] },
  'eu-west-2': { 'euw2-az1': [], 'euw2-az2': [], 'euw2-az3': [], 'euw2-az4': ['vpcLink'] },
  'eu-central-1': { 'euc1-az1': [], 'euc1-az2': [], 'euc1-az3': [] },
  'ap-southeast-1': { 'apse1-az1': [], 'apse1-az2': [], 'apse1-az3': [] },
  'ap-southeast-2': { 'apse2-az1': [], 'apse2-az2': [], 'apse2-az3': [] },
  'ap-northeast-1': {
    'apne1-az1': [],
    'apne1-az2': [],
    'apne1-az3': ['vpcLink', 'vpcOrigin', 'fargate'],
    'apne1-az4': [],
  },
};

/** Ids of the zones that an environment is spread over: those configured, or the first of its region that lack nothing. */
export function zonesOf({ region, network }: EnvironmentConfiguration): readonly string[] {
  return network.zoneIds ?? lackingNothing(zoneTable[region as Region]).slice(0, network.availabilityZones);
}

/** Those of them that the environment had at its first deployment. */
export function zonesAtFirstOf(environment: EnvironmentConfiguration): readonly string[] {
  const { availabilityZones, zonesAtFirst = availabilityZones } = environment.network;
  return zonesOf(environment).slice(0, zonesAtFirst);
}

/**
 * Whether the zones of an environment exist, are its region's, are as many as it wants, and have what it needs.
 *
 * @throws CodedError TAP1031 to TAP1036
 */
export function checkZones(
  where: string,
  { region, network }: EnvironmentConfiguration,
  table: Readonly<Record<string, ZonesOfRegion>> = zoneTable,
): void {
  const zones = table[region];
  if (zones === undefined) {
    fail(
      'TAP1036',
      `${where}.region`,
      region,
      'has no zones in lib/config/zones.ts; add them from the pages named there',
    );
  }
  const allowed = lackingNothing(zones);
  const { availabilityZones, zoneIds } = network;
  if (allowed.length < availabilityZones) {
    const rule = `is more than the zones of ${region} that lack nothing: ${allowed.join(', ')}; choose fewer or another region`;
    fail('TAP1031', `${where}.network.availabilityZones`, availabilityZones, rule);
  }
  if (zoneIds === undefined) return;
  if (zoneIds.length !== availabilityZones) {
    const rule = `are ${zoneIds.length} zones, but availabilityZones is ${availabilityZones}; name as many`;
    fail('TAP1031', `${where}.network.zoneIds`, zoneIds, rule);
  }
  const known = Object.entries(table).flatMap(([home, ofRegion]) =>
    Object.entries(ofRegion).map(([id, lacks]) => ({ home, id, lacks })),
  );
  for (const [index, id] of zoneIds.entries()) {
    const place = `${where}.network.zoneIds[${index}]`;
    const choice = `allowed in ${region} are ${allowed.join(', ')}`;
    const zone = known.find((candidate) => candidate.id === id);
    if (zone === undefined) {
      const rule = `is no zone id of lib/config/zones.ts (as of ${zonesAsOf}); did you mean "${nearest(id, allowed)}"? A name such as ${region}a is no id: it means another zone in each account; ${choice}`;
      fail('TAP1032', place, id, rule);
    }
    if (zone.home !== region) {
      fail('TAP1033', place, id, `is a zone of ${zone.home}, not of ${region}; ${choice}`);
    }
    if (zone.lacks.length > 0) {
      const missing = zone.lacks.map((service) => `${services[service].name} (${services[service].source})`).join(', ');
      fail('TAP1035', place, id, `lacks what every environment needs: ${missing}; ${choice}`);
    }
    if (zoneIds.indexOf(id) < index) {
      fail('TAP1034', place, id, `is named twice; ${choice}`);
    }
  }
}

/** Ids of the zones that have all that an environment needs. */
function lackingNothing(zones: ZonesOfRegion): readonly string[] {
  return Object.entries(zones)
    .filter(([, lacks]) => lacks.length === 0)
    .map(([id]) => id);
}
