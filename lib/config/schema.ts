import { z } from 'zod';
import { gateLoad } from '../../contracts/gate-load';
import { containerVariables } from './container-variables';
import { databaseName } from './database-name';
import { source } from './source';
import { tags } from './tags';

/**
 * Shape of the delivery configuration. What a single value may be is said here; what several values must be to each
 * other is said in `checks.ts`.
 *
 * A value whose comment says nothing of it may be another one at the next deployment; `changing.ts` says what each change does.
 */

/** AWS account id. */
const account = z.string().regex(/^\d{12}$/, 'expected an account id of 12 digits');
/**
 * Addresses that a topic tells; SMTP takes 254 characters (RFC 5321). A topic has each of them once, and each is one of the 500
 * resources that a stack may have: who wants to tell more people makes a mailing list.
 */
const subscribers = z
  .array(z.email().max(254))
  .min(1)
  .max(50, 'expected at most 50 addresses; for more people a mailing list')
  .refine(
    (all) => new Set(all.map((address) => address.toLowerCase())).size === all.length,
    'names the same address twice',
  );
const certificateArn = z
  .string()
  .regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/, 'expected the ARN of an ACM certificate');
/** Labels of 63 and names of 253 characters are what DNS takes. */
const domainName = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
    'expected a domain name in lower case, without a dot at its end',
  );
/** The largest integer of API Gateway's own interface, which has 32 bits. */
const largestInteger = 2 ** 31 - 1;

/** A finding of the image's scan that stops nothing until a day. */
const acceptedFinding = z.strictObject({
  /** As the scan names it, for example `CVE-2026-12345`. */
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{2,127}$/, 'expected the name of a finding, such as CVE-2026-12345'),
  /** Why the image may go out with it: there is no fix, or the part is not used. */
  reason: z.string().trim().min(10, 'expected the reason in at least 10 characters'),
  /** The last day on which it holds, in UTC. */
  until: z.iso.date({ error: 'expected the last day on which it is accepted, as YYYY-MM-DD' }),
});

const image = z.strictObject({
  /**
   * Repository that the image's base is pulled from, with a login; the digest is pinned in `app/Dockerfile`.
   *
   * By default ECR Public's copy of Docker's official image, which has the digest that Docker Hub's has.
   */
  base: z.string().default('public.ecr.aws/docker/library/node'),
  /** Findings of the scan that stop nothing until their day. */
  acceptedFindings: z.array(acceptedFinding).default([]),
});

const pipeline = z.strictObject({
  /** Fixed from the first deployment on. */
  account: account.optional(),
  /** Fixed from the first deployment on. */
  region: z.string(),
  /**
   * Qualifier of the bootstrap stacks, the same in all accounts; `cdk bootstrap --qualifier` sets it.
   *
   * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
   */
  bootstrapQualifier: z
    .string()
    .regex(/^[a-z0-9]{1,10}$/, 'expected 1 to 10 lower-case letters or digits')
    .default('hnb659fds'),
  source,
  notifications: z.strictObject({
    /** Who is told that an approval waits. */
    approvals: subscribers,
    /**
     * Who is told that an execution failed, an approval timed out, or a person rejected it; of an environment's own stages only
     * where that environment names nobody.
     *
     * @default - the addresses of `approvals`
     */
    failures: subscribers.optional(),
  }),
  image: image.prefault({}),
  tags,
});

const network = z.strictObject({
  /** IPv4 range of the VPC; no two environments may overlap, so that they can be peered. Fixed from the first deployment on. */
  cidr: z.string(),
  /** Changes by steps. */
  availabilityZones: z.number().int().min(2).max(3),
  /**
   * Ids of the zones, such as `use1-az1`, as many as `availabilityZones`; an id names the same zone in every account, a name
   * such as us-east-1a does not. They are chosen before the first deployment (`docs/deploy.md`). Absent: the first of
   * `zones.ts` that have all that an environment needs. Changes by steps.
   */
  zoneIds: z.array(z.string()).optional(),
  /**
   * How many zones there were at the first deployment, the first of those above. Fixed from the first deployment on.
   * The database's proxy and API Gateway's link keep to their subnets: whoever adds a zone writes here how many there were.
   *
   * @default - `availabilityZones`
   */
  zonesAtFirst: z.number().int().min(2).max(3).optional(),
  natGateways: z.number().int().min(1).max(3),
});

const database = z.strictObject({
  /** Aurora MySQL version such as `3.10.4`. Changes by steps. */
  engineVersion: z.string(),
  /** Aurora capacity units. Pausing (0) is refused: the proxy would keep the cluster awake. */
  minCapacityAcu: z.number().min(0.5).max(256).multipleOf(0.5),
  maxCapacityAcu: z.number().min(1).max(256).multipleOf(0.5),
  readers: z.number().int().min(0).max(15),
  backupRetentionDays: z.number().int().min(1).max(35),
  deletionProtection: z.boolean(),
  /** Fixed from the first deployment on. */
  databaseName,
});

const containers = z.strictObject({
  /** CPU units of a task; 1024 are one vCPU. */
  cpu: z.number().int(),
  memoryMiB: z.number().int(),
  minTasks: z.number().int().min(2).max(100),
  maxTasks: z.number().int().min(2).max(100),
  /** Target tracking holds the services at this average CPU. */
  targetCpuPercent: z.number().min(10).max(90),
  targetMemoryPercent: z.number().min(10).max(90),
  targetRequestsPerMinute: z.number().int().positive(),
  /** Plain environment variables of the shop's containers. Secrets never go here. */
  environment: containerVariables,
});

const edge = z.strictObject({
  /** Public name of the site, which the gates test; needs `certificateArn`. */
  domain: domainName.optional(),
  /**
   * Public zone of Route 53 that holds `domain`, in the environment's account: its records are made there. A zone of another
   * account is not supported; leave it out then, too.
   *
   * @default - the build says which records to make by hand
   */
  hostedZone: z
    .strictObject({
      id: z.string().regex(/^Z[A-Z0-9]{1,31}$/, 'expected the id of a hosted zone, such as Z0123456789ABCDEFGHIJ'),
      name: domainName,
    })
    .optional(),
  /** Certificate of `domain`, in us-east-1 (CloudFront takes no other). */
  certificateArn: certificateArn.optional(),
  /**
   * TLS between the doors and the load balancer: a name that the certificate covers, which is in the environment's region.
   * Both doors compare the two. Changes by steps.
   */
  origin: z
    .strictObject({
      domain: domainName,
      certificateArn,
      /**
       * Plain HTTP beside TLS: `open` lets the load balancer listen for it, too, and `called` has the doors call it so. Doors are
       * deployed after the load balancer, so whoever turns to TLS, or back, leaves both open for one deployment.
       */
      plainHttp: z.enum(['closed', 'open', 'called']).default('closed'),
    })
    .optional(),
  priceClass: z.enum(['PriceClass_100', 'PriceClass_200', 'PriceClass_All']),
  /** Requests of one address in five minutes before it is blocked. */
  requestsPerAddress: z.number().int().min(10).max(2_000_000_000),
});

const api = z.strictObject({
  /** Requests per second. */
  rateLimit: z.number().positive().max(largestInteger),
  burstLimit: z.number().int().positive().max(largestInteger),
  quotaPerMonth: z.number().int().positive().max(largestInteger),
  /** Size of the response cache in GB; absent: no cache. */
  cacheClusterSizeGb: z.enum(['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237']).optional(),
});

const smoke = z.strictObject({
  /**
   * Whether the smoke test orders marked test products in production too, once through each door. Without it a commit with
   * which nobody can order passes the gates there.
   */
  orderInProduction: z.boolean().default(true),
});

const gates = z.strictObject({
  smoke: smoke.prefault({}),
  load: gateLoad,
  /** How long the alarms are watched after the load; CodeBuild counts the time of its jobs in whole minutes. */
  bakeMinutes: z.number().int().min(1).max(180),
  /** False for a service whose answers don't say in `x-revision` which image gave them: the gates can't tell then. */
  revisionHeader: z.boolean().default(true),
  /** False for services that don't log each request with its `x-load-run`: the gates can't tell then whether the load came to them. */
  loadRunLog: z.boolean().default(true),
});

const promotion = z.strictObject({
  approval: z.literal(true),
  /** An approval that nobody gives in this time counts as rejected. CodePipeline counts whole minutes, up to 60 days. */
  timeoutHours: z
    .number()
    .min(1)
    .max(60 * 24)
    .refine((hours) => Math.abs(hours * 60 - Math.round(hours * 60)) < 1e-6, 'expected whole minutes, such as 1.5'),
});

/** A trend that leaves time to act: the warning comes before the critical level. */
const trend = z.strictObject({ warning: z.number().positive(), critical: z.number().positive() });
/** A trend in percent of something that can't be exceeded. */
const percentTrend = z.strictObject({
  warning: z.number().positive().max(100),
  critical: z.number().positive().max(100),
});

const alarms = z.strictObject({
  /** Length of one period of every alarm that a gate judges, in seconds. */
  periodSeconds: z.number().int().min(60).multipleOf(60),
  evaluationPeriods: z.number().int().min(1).max(60),
  /** How many of the evaluation periods must breach. */
  datapointsToAlarm: z.number().int().min(1).max(60),
  /**
   * Requests in one period from which on a rate or percentile of them may be critical; with fewer only the warning fires. Bounded,
   * or the outage of a small shop would wake nobody.
   */
  minimumRequests: z.number().int().min(1).max(1000),
  thresholds: z.strictObject({
    databaseConnections: trend,
    databaseCpuPercent: percentTrend,
    databaseCapacityPercent: percentTrend,
    proxyPressurePercent: percentTrend,
    serviceCpuPercent: percentTrend,
    serviceMemoryPercent: percentTrend,
    responseTimeP95Ms: trend,
    /** Answers with status 5xx in one period. */
    loadBalancerServerErrors: trend,
    apiClientErrorPercent: percentTrend,
    apiServerErrorPercent: percentTrend,
    cloudfrontServerErrorPercent: percentTrend,
    /** Share of the account's KMS request quota. */
    keyQuotaPercent: percentTrend,
  }),
  subscriptions: z.strictObject({
    warning: subscribers,
    /** Whoever is woken up. */
    critical: subscribers,
  }),
  /**
   * Address of a runbook, which alarms link to, with `{runbook}` in place of its name. Absent: `docs/runbooks` in the pipeline's
   * source, on its branch; a source in a bucket has no such address.
   */
  runbooks: z
    .url({ protocol: /^https$/, error: 'expected an https address' })
    // An alarm's description takes 1,024 characters, and says first what the alarm means.
    .max(512)
    .regex(/^[\x21-\x7e]*$/, 'expected no spaces, and other letters as an address writes them (%C3%BC)')
    .refine((address) => address.includes('{runbook}'), 'expected {runbook} in place of the name')
    .optional(),
});

const notifications = z.strictObject({
  /** Who is told that a commit failed in this environment or on its way into it, in place of `pipeline.notifications.failures`. */
  failures: subscribers,
});

const stageName = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]{0,15}$/, 'expected a capital letter and up to 15 further letters or digits');

export const environmentSchema = z.strictObject({
  /** Prefix of the stacks, and name of the pipeline's stage where no wave is named. Fixed from the first deployment on. */
  name: stageName,
  /** Two or three neighbours that name the same wave are deployed side by side: one stage of this name, one promotion. */
  wave: stageName.optional(),
  /** Fixed from the first deployment on. */
  account: account.optional(),
  /** Fixed from the first deployment on. */
  region: z.string(),
  production: z.boolean(),
  network,
  database,
  containers,
  edge,
  api,
  gates,
  /** What stands before this environment, the same for a whole wave; absent: commits enter by themselves. */
  promotion: promotion.optional(),
  /** @default - whoever is told of the pipeline's failures */
  notifications: notifications.optional(),
  alarms,
  tags,
  /** Region that holds replicas of the secrets. */
  recoveryRegion: z.string().optional(),
});

export const deliverySchema = z.strictObject({
  /** Prefix of every name that is chosen here, but for those of stacks, which are the same in every copy. Fixed from the first deployment on. */
  application: z.string().regex(/^[a-z][a-z0-9]{1,31}$/, 'expected 2 to 32 lower-case letters or digits'),
  pipeline,
  environments: z.array(environmentSchema).min(1),
});

/** What a team writes down: the schema's input. */
export type DeliveryData = z.input<typeof deliverySchema>;
export type EnvironmentData = z.input<typeof environmentSchema>;

/** A type whose every level is read-only. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** What a team wrote down, parsed. */
export type WrittenDelivery = z.output<typeof deliverySchema>;

/** An environment whose runbooks have an address: the one that was written down, or that in the source. */
type Environment = z.output<typeof environmentSchema> & { alarms: { runbooks: string } };

/** The whole configuration: parsed, completed, checked, frozen. */
export type DeliveryConfiguration = Frozen<Omit<WrittenDelivery, 'environments'> & { environments: Environment[] }>;
/** One environment, in the order of promotion. */
export type EnvironmentConfiguration = Frozen<Environment>;
export type PipelineConfiguration = DeliveryConfiguration['pipeline'];
export type ImageConfiguration = PipelineConfiguration['image'];
export type AcceptedFinding = ImageConfiguration['acceptedFindings'][number];
export type SourceConfiguration = PipelineConfiguration['source'];
export type AlarmsConfiguration = EnvironmentConfiguration['alarms'];
export type Trend = Frozen<z.output<typeof trend>>;
