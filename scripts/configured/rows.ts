import type { DeliveryData } from '../../lib/config';
import type { PageSection, Row } from './row';

type Environment = DeliveryData['environments'][number];

/** Accounts of a company: the pipeline's, then one for each environment in order. */
const pipelineAccount = '210987654321';
const accountOf = (index: number) => String(321_098_765_400 + index);

/** Names every account, and puts the source's connection into the pipeline's, as AWS needs it. */
function nameAccounts(draft: DeliveryData): void {
  draft.pipeline.account = pipelineAccount;
  for (const [index, environment] of draft.environments.entries()) environment.account = accountOf(index);
  connectAt(draft);
}

function connectAt({ pipeline }: DeliveryData): void {
  if (pipeline.source.kind !== 'connection') return;
  const { account = pipelineAccount, region } = pipeline;
  pipeline.source.connectionArn = `arn:aws:codeconnections:${region}:${account}:connection/12345678-90ab-cdef-1234-567890abcdef`;
}

function moveTo(region: string, { pipeline, environments }: DeliveryData): void {
  pipeline.region = region;
  for (const environment of environments) environment.region = region;
}

/** A domain of its own for every environment, with the certificates of the site and of the load balancer. */
function nameDomains({ environments }: DeliveryData): void {
  for (const environment of environments) {
    const { account, region } = environment;
    const name = `${environment.name.toLowerCase()}.emporium.example`;
    const certificate = (at: string) => `arn:aws:acm:${at}:${account}:certificate/12345678-90ab-cdef-1234-567890abcdef`;
    // A new object: environments may share theirs until one says otherwise.
    environment.edge = {
      ...environment.edge,
      domain: name,
      certificateArn: certificate('us-east-1'),
      origin: { domain: `origin.${name}`, certificateArn: certificate(region) },
    };
  }
}

function endsOf({ environments }: DeliveryData): { first: Environment; last: Environment } {
  const first = environments[0];
  const last = environments.at(-1);
  if (!first || !last) throw new Error('the shipped example has no environments');
  return { first, last };
}

function dayTwo(...headings: readonly string[]): readonly PageSection[] {
  return headings.map((heading) => ({ page: 'docs/day-two.md', heading }));
}

/** The day in 30 days, in UTC. */
function inAMonth(): string {
  return new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

/** A service that has nothing to say yet. */
const recommendationRoutes = `import type { ShopServer } from '../http/type-provider';

/** The routes of the service \`recommendations\`. */
export function registerRecommendationRoutes(app: ShopServer): void {
  app.get('/api/recommendations', async () => ({ items: [] }));
}
`;

/**
 * The configured copies, each a way in which a team differs from the shipped example. What a page shows as a diff is taken from
 * the page.
 */
export const rows: readonly Row[] = [
  { name: 'rewritten', description: 'the shipped values, as data without types and comments' },
  { name: 'accounts', description: 'an account for the pipeline and for each environment', configure: nameAccounts },
  {
    name: 'regions',
    description: 'the pipeline in one region, the environments in others',
    configure(draft) {
      draft.pipeline.region = 'eu-west-1';
      for (const [index, region] of ['us-west-2', 'eu-central-1', 'ap-southeast-2'].entries()) {
        Object.assign(draft.environments[index] ?? {}, { region });
      }
      nameAccounts(draft);
    },
  },
  {
    name: 's3',
    description: 'the source is an archive in a bucket',
    configure(draft) {
      draft.pipeline.source = { kind: 's3', bucketName: 'emporium-sources', objectKey: 'main/source.zip' };
      for (const { alarms } of draft.environments) alarms.runbooks = 'https://wiki.emporium.example/runbooks/{runbook}';
    },
  },
  {
    name: 'codecommit',
    description: 'the source is a repository of CodeCommit that is there',
    configure(draft) {
      draft.pipeline.source = { kind: 'codecommit', repositoryName: 'emporium', branch: 'main', create: false };
    },
  },
  {
    name: 'codecommit-created',
    description: 'the source is a repository of CodeCommit that PipelineStack creates',
    configure(draft) {
      draft.pipeline.source = { kind: 'codecommit', repositoryName: 'emporium', branch: 'trunk', create: true };
    },
  },
  {
    name: 'domain',
    description: 'a domain with its zone, and with certificates for the site and for the load balancer',
    configure(draft) {
      nameAccounts(draft);
      nameDomains(draft);
      for (const [index, { edge }] of draft.environments.entries()) {
        edge.hostedZone = { id: `Z01234567890EMPORIUM${index}`, name: 'emporium.example' };
      }
    },
  },
  {
    name: 'application',
    description: 'another name for the application',
    configure(draft) {
      draft.application = 'emporium';
    },
  },
  {
    name: 'names',
    description: 'other names for the environments',
    configure({ environments }) {
      for (const [index, name] of ['Qa', 'Acceptance', 'Live'].entries()) {
        Object.assign(environments[index] ?? {}, { name });
      }
    },
  },
  {
    name: 'fourth-environment',
    description: 'an environment more, behind an approval of its own',
    asIn: dayTwo('Another environment'),
  },
  {
    name: 'wave',
    description: 'two environments that are deployed side by side',
    asIn: dayTwo('Another environment', 'Environments side by side'),
  },
  {
    name: 'values',
    description: 'an environment less, a size, a threshold, a finding that is accepted, and other people told',
    asIn: dayTwo(
      'An environment no longer',
      'Another size or limit',
      'Another threshold',
      'To ship with a scan finding that has no fix',
      'Other people told of failures',
    ),
  },
  {
    name: 'three-zones',
    description: 'three zones in the first environment, with one NAT gateway',
    configure(draft) {
      endsOf(draft).first.network.availabilityZones = 3;
    },
  },
  {
    name: 'zone-ids',
    description: 'zones by their ids in every environment',
    configure({ environments }) {
      for (const { network } of environments) {
        network.zoneIds = ['use1-az6', 'use1-az4', 'use1-az2'].slice(0, network.availabilityZones);
      }
    },
  },
  {
    name: 'qualifier',
    description: 'accounts that are bootstrapped under another qualifier',
    configure(draft) {
      nameAccounts(draft);
      draft.pipeline.bootstrapQualifier = 'emporium';
    },
  },
  {
    name: 'image',
    description: "a base image from the account's own registry, and a finding that is accepted",
    configure(draft) {
      nameAccounts(draft);
      draft.pipeline.image = {
        base: `${pipelineAccount}.dkr.ecr.${draft.pipeline.region}.amazonaws.com/docker-hub/library/node`,
        acceptedFindings: [
          { id: 'CVE-2026-00001', reason: 'No fix yet, and the shop never calls the part', until: inAMonth() },
        ],
      };
    },
  },
  {
    name: 'addresses-and-tags',
    description: 'other address ranges and other tags',
    configure(draft) {
      for (const [index, environment] of draft.environments.entries()) {
        environment.network.cidr = `172.${16 + index}.0.0/18`;
        environment.tags = { owner: 'emporium', stage: environment.name, 'data class': 'internal' };
      }
      draft.pipeline.tags = { owner: 'emporium' };
    },
  },
  {
    name: 'sizes',
    description: 'other sizes, thresholds, retention and quotas, and runbooks kept elsewhere',
    configure({ environments }) {
      for (const { database, containers, api, edge, gates, alarms } of environments) {
        Object.assign(database, { engineVersion: '3.08.0', minCapacityAcu: 2, maxCapacityAcu: 24, readers: 3 });
        Object.assign(database, { backupRetentionDays: 21, databaseName: 'emporium_orders' });
        Object.assign(containers, { cpu: 2048, memoryMiB: 5120, minTasks: 3, maxTasks: 24 });
        Object.assign(containers, { targetCpuPercent: 55, targetMemoryPercent: 65, targetRequestsPerMinute: 1800 });
        containers.environment = { LOG_LEVEL: 'warn', FEATURE_GIFTS: 'on' };
        Object.assign(api, { rateLimit: 450, burstLimit: 700, quotaPerMonth: 3_000_000, cacheClusterSizeGb: '1.6' });
        Object.assign(edge, { priceClass: 'PriceClass_200', requestsPerAddress: 5_000 });
        gates.load.thresholds = {
          cloudfront: { p95Ms: 650, maxErrorRate: 0.01 },
          api: { p95Ms: 900, maxErrorRate: 0.02 },
        };
        gates.bakeMinutes = 12;
        Object.assign(alarms, { evaluationPeriods: 5, datapointsToAlarm: 2, minimumRequests: 40 });
        alarms.runbooks = 'https://wiki.emporium.example/shop#{runbook}';
        for (const trend of Object.values(alarms.thresholds)) {
          Object.assign(trend, { warning: trend.warning * 0.9, critical: trend.critical * 0.95 });
        }
      }
    },
  },
  {
    name: 'journey',
    description: 'a further journey and a further profile',
    asIn: dayTwo('Another journey or profile'),
  },
  {
    name: 'code',
    description: 'a further stack and a further gate in every environment, and a further kind of source',
    asIn: dayTwo('Another stack', 'Another gate', 'Another kind of source'),
    drawn: true,
  },
  {
    name: 'third-service',
    description: 'a third service in the image, with a long name, behind paths of its own',
    asIn: [{ page: 'docs/your-service.md', heading: '3. Services and paths: `lib/config/services.ts`' }],
    source: [
      { file: 'app/src/recommendations/recommendation-routes.ts', by: recommendationRoutes },
      {
        file: 'app/src/service.ts',
        replace: 'const routes = {\n',
        by: 'const routes = {\n  recommendations: registerRecommendationRoutes,\n',
      },
      {
        file: 'app/src/service.ts',
        replace: "import type { ServiceSettings } from './settings';\n",
        by: "import { registerRecommendationRoutes } from './recommendations/recommendation-routes';\nimport type { ServiceSettings } from './settings';\n",
      },
    ],
  },
  {
    name: 'recovery-region',
    description: 'a region to recover in, for production',
    configure(draft) {
      endsOf(draft).last.recoveryRegion = 'us-west-2';
    },
  },
  {
    name: 'abroad',
    description: 'other accounts, eu-central-1, CodeCommit, a domain and another name for the application',
    configure(draft) {
      draft.application = 'emporium';
      moveTo('eu-central-1', draft);
      draft.pipeline.source = { kind: 'codecommit', repositoryName: 'emporium', branch: 'main', create: true };
      nameAccounts(draft);
      nameDomains(draft);
    },
  },
];
