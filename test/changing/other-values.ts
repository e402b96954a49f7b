import type { DeliveryData, EnvironmentData } from '../../lib/config';

/** Gives the values at a place, and below it, others than they have. */
type Edit = (data: Mutable<DeliveryData>) => void;

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };
type Environment = Mutable<EnvironmentData>;

/** The same edit in every environment. */
const each =
  (edit: (environment: Environment, index: number) => void): Edit =>
  ({ environments }) => {
    environments.forEach(edit);
  };

/** Where production allows one value alone, it keeps it. */
const outsideProduction = (edit: (environment: Environment) => void): Edit =>
  each((environment) => {
    if (!environment.production) edit(environment);
  });

const certificate = (region: string, account = '111111111111') =>
  `arn:aws:acm:${region}:${account}:certificate/11111111-2222-3333-4444-555555555555`;

const siteOf = ({ name }: Environment) => `${name.toLowerCase()}.new-shop.example.com`;

/** TLS to the load balancer for the first time, or under another name and certificate; plain HTTP stands for one deployment. */
function toTls(environment: Environment): void {
  const { region, account, edge } = environment;
  const { plainHttp = 'closed' } = edge.origin ?? {};
  edge.origin = {
    domain: `origin.${siteOf(environment)}`,
    certificateArn: certificate(region, account),
    plainHttp: plainHttp === 'open' ? 'closed' : 'open',
  };
}

/** By place, as in `lib/config/changing.ts`: of values that may change, another one, in the direction that goes. */
export const otherValues: Readonly<Record<string, Edit>> = {
  'pipeline.bootstrapQualifier': ({ pipeline }) => {
    pipeline.bootstrapQualifier = 'other';
  },
  'pipeline.source': ({ pipeline }) => {
    pipeline.source =
      pipeline.account === undefined
        ? { kind: 'codecommit', repositoryName: 'shop', branch: 'trunk', create: true }
        : { kind: 's3', bucketName: 'source-of-the-shop', objectKey: 'source.zip' };
  },
  'pipeline.notifications': ({ pipeline }) => {
    pipeline.notifications = { approvals: ['a@example.com'], failures: ['b@example.com', 'c@example.com'] };
  },
  'pipeline.image': ({ pipeline }) => {
    const finding = { id: 'CVE-2026-12345', reason: 'nothing calls the part', until: '2027-01-01' };
    pipeline.image = { base: '222222222222.dkr.ecr.us-east-1.amazonaws.com/node', acceptedFindings: [finding] };
  },
  'pipeline.tags': ({ pipeline }) => {
    pipeline.tags = { team: 'another' };
  },
  'environments[].wave': ({ environments }) => {
    const side = environments.filter(({ production }) => production === (environments.at(-1)?.wave !== undefined));
    for (const environment of side) environment.wave = 'Neighbours';
  },
  'environments[].network.availabilityZones': outsideProduction(({ network }) => {
    network.zonesAtFirst = network.availabilityZones;
    network.availabilityZones = 3;
    if (network.zoneIds) network.zoneIds = [...network.zoneIds, 'euw1-az2'];
  }),
  'environments[].network.natGateways': outsideProduction(({ network }) => {
    network.natGateways = 2;
  }),
  'environments[].database.engineVersion': each(({ database }) => {
    database.engineVersion = '3.11.1';
  }),
  'environments[].database.minCapacityAcu': each(({ database }) => {
    database.minCapacityAcu += 0.5;
  }),
  'environments[].database.maxCapacityAcu': each(({ database }) => {
    database.maxCapacityAcu += 2;
  }),
  'environments[].database.readers': each(({ database }, index) => {
    database.readers += index % 2 === 0 ? -1 : 1;
  }),
  'environments[].database.backupRetentionDays': each(({ database }) => {
    database.backupRetentionDays = 21;
  }),
  'environments[].database.deletionProtection': outsideProduction(({ database }) => {
    database.deletionProtection = !database.deletionProtection;
  }),
  'environments[].containers.cpu': each(({ containers }) => {
    containers.cpu = 2048;
  }),
  'environments[].containers.memoryMiB': each(({ containers }) => {
    containers.memoryMiB = 5 * 1024;
  }),
  'environments[].containers.minTasks': each(({ containers }) => {
    containers.minTasks = 3;
  }),
  'environments[].containers.maxTasks': each(({ containers }) => {
    containers.maxTasks = 30;
  }),
  'environments[].containers.targetCpuPercent': each(({ containers }) => {
    containers.targetCpuPercent = 55;
  }),
  'environments[].containers.targetMemoryPercent': each(({ containers }) => {
    containers.targetMemoryPercent = 55;
  }),
  'environments[].containers.targetRequestsPerMinute': each(({ containers }) => {
    containers.targetRequestsPerMinute = 555;
  }),
  'environments[].containers.environment': each(({ containers }) => {
    containers.environment = { LOG_LEVEL: 'debug', FEATURE: 'on' };
  }),
  'environments[].edge.domain': each((environment) => {
    environment.edge.domain = siteOf(environment);
    environment.edge.certificateArn ??= certificate('us-east-1', environment.account);
  }),
  'environments[].edge.hostedZone': each((environment, index) => {
    environment.edge.domain ??= siteOf(environment);
    environment.edge.certificateArn ??= certificate('us-east-1', environment.account);
    environment.edge.hostedZone = { id: `ZNEW${index}`, name: 'example.com' };
  }),
  'environments[].edge.certificateArn': each((environment) => {
    environment.edge.domain ??= siteOf(environment);
    environment.edge.certificateArn = certificate('us-east-1', environment.account);
  }),
  'environments[].edge.origin': each(toTls),
  'environments[].edge.priceClass': each(({ edge }) => {
    edge.priceClass = 'PriceClass_200';
  }),
  'environments[].edge.requestsPerAddress': each(({ edge }) => {
    edge.requestsPerAddress = 7777;
  }),
  'environments[].api.rateLimit': each(({ api }) => {
    api.rateLimit += 1;
  }),
  'environments[].api.burstLimit': each(({ api }) => {
    api.burstLimit += 1;
  }),
  'environments[].api.quotaPerMonth': each(({ api }) => {
    api.quotaPerMonth += 1;
  }),
  'environments[].api.cacheClusterSizeGb': each(({ api }) => {
    api.cacheClusterSizeGb = '1.6';
  }),
  'environments[].gates': each(({ gates }) => {
    gates.smoke = { orderInProduction: false };
    gates.revisionHeader = false;
    gates.loadRunLog = false;
    gates.load = {
      profile: 'stress',
      journey: gates.load.journey === 'browse' ? 'checkout' : 'browse',
      thresholds: { cloudfront: { p95Ms: 700, maxErrorRate: 0.02 }, api: { p95Ms: 700, maxErrorRate: 0.02 } },
    };
  }),
  'environments[].gates.bakeMinutes': each(({ gates }) => {
    gates.bakeMinutes = 40;
  }),
  'environments[].promotion': each((environment) => {
    environment.promotion = { approval: true, timeoutHours: 33 };
  }),
  'environments[].notifications': each((environment) => {
    environment.notifications = { failures: ['d@example.com'] };
  }),
  'environments[].alarms': each(({ alarms, gates }) => {
    alarms.periodSeconds = 120;
    alarms.evaluationPeriods = 4;
    alarms.datapointsToAlarm = 3;
    alarms.runbooks = 'https://pages.example.com/{runbook}';
    gates.bakeMinutes = 40;
    for (const trend of Object.values(alarms.thresholds)) {
      trend.warning *= 0.9;
      trend.critical *= 0.99;
    }
  }),
  'environments[].alarms.minimumRequests': each(({ alarms }) => {
    alarms.minimumRequests = 77;
  }),
  'environments[].alarms.subscriptions': each(({ alarms }) => {
    alarms.subscriptions = { warning: ['e@example.com'], critical: ['f@example.com', 'g@example.com'] };
  }),
  'environments[].tags': each((environment) => {
    environment.tags = { ...environment.tags, 'cost-centre': 'another', more: 'of them' };
  }),
  'environments[].recoveryRegion': each((environment) => {
    environment.recoveryRegion = 'us-west-2';
  }),
  // Last: those before keep production's own values.
  'environments[].production': each((environment) => {
    environment.production = false;
  }),
};

/** Values that production has in one form alone, so that they don't change there (TAP1014). */
export const heldInProduction: readonly string[] = [
  'environments[].network.availabilityZones',
  'environments[].network.natGateways',
  'environments[].database.deletionProtection',
];
