import type { DeliveryData, EnvironmentData } from './schema';

/**
 * What is delivered where, and through which gates: the file that a team edits.
 *
 * The order is the order of promotion. A further environment is one more entry; neighbours with the same `wave` are
 * deployed side by side. Accounts may be left out only while everything is in us-east-1; then everything goes to the
 * account of the credentials.
 */

/** What all environments share until one says otherwise. */
const base = {
  region: 'us-east-1',
  production: false,
  database: {
    engineVersion: '3.10.4',
    minCapacityAcu: 0.5,
    maxCapacityAcu: 2,
    readers: 1,
    backupRetentionDays: 7,
    deletionProtection: false,
    databaseName: 'ecommerce_db',
  },
  containers: {
    cpu: 512,
    memoryMiB: 1024,
    minTasks: 2,
    maxTasks: 10,
    targetCpuPercent: 70,
    targetMemoryPercent: 80,
    targetRequestsPerMinute: 3000,
    environment: { LOG_LEVEL: 'info' },
  },
  edge: { priceClass: 'PriceClass_100', requestsPerAddress: 100_000 },
  api: { rateLimit: 300, burstLimit: 600, quotaPerMonth: 10_000_000 },
  gates: {
    load: {
      profile: 'load',
      journey: 'checkout',
      thresholds: { cloudfront: { p95Ms: 800, maxErrorRate: 0.01 }, api: { p95Ms: 1000, maxErrorRate: 0.01 } },
    },
    bakeMinutes: 6,
  },
  alarms: {
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    minimumRequests: 50,
    thresholds: {
      databaseConnections: { warning: 65, critical: 80 },
      databaseCpuPercent: { warning: 75, critical: 90 },
      databaseCapacityPercent: { warning: 80, critical: 95 },
      proxyPressurePercent: { warning: 70, critical: 90 },
      serviceCpuPercent: { warning: 85, critical: 95 },
      serviceMemoryPercent: { warning: 85, critical: 95 },
      responseTimeP95Ms: { warning: 700, critical: 1000 },
      loadBalancerServerErrors: { warning: 5, critical: 25 },
      apiClientErrorPercent: { warning: 10, critical: 25 },
      apiServerErrorPercent: { warning: 1, critical: 5 },
      cloudfrontServerErrorPercent: { warning: 1, critical: 5 },
      keyQuotaPercent: { warning: 60, critical: 80 },
    },
    subscriptions: { warning: ['shop-team@example.com'], critical: ['shop-on-call@example.com'] },
  },
} satisfies Partial<EnvironmentData>;

const dev: EnvironmentData = {
  ...base,
  name: 'Dev',
  network: { cidr: '10.10.0.0/16', availabilityZones: 2, natGateways: 1 },
  tags: { application: 'tap', environment: 'dev', 'cost-centre': 'shop' },
};

const staging: EnvironmentData = {
  ...base,
  name: 'Staging',
  network: { cidr: '10.20.0.0/16', availabilityZones: 2, natGateways: 1 },
  promotion: { approval: true, timeoutHours: 72 },
  tags: { application: 'tap', environment: 'staging', 'cost-centre': 'shop' },
};

const prod: EnvironmentData = {
  ...base,
  name: 'Prod',
  production: true,
  network: { cidr: '10.30.0.0/16', availabilityZones: 3, natGateways: 3 },
  database: {
    ...base.database,
    minCapacityAcu: 1,
    maxCapacityAcu: 16,
    readers: 2,
    backupRetentionDays: 35,
    deletionProtection: true,
  },
  containers: { ...base.containers, cpu: 1024, memoryMiB: 2048 },
  edge: { priceClass: 'PriceClass_All', requestsPerAddress: 100_000 },
  api: { rateLimit: 1000, burstLimit: 2000, quotaPerMonth: 50_000_000, cacheClusterSizeGb: '0.5' },
  // Beside customers the load only looks around; the smoke test alone orders, marked test products.
  gates: { ...base.gates, load: { ...base.gates.load, journey: 'browse' }, bakeMinutes: 10 },
  promotion: { approval: true, timeoutHours: 168 },
  notifications: { failures: ['shop-on-call@example.com'] },
  alarms: {
    ...base.alarms,
    thresholds: { ...base.alarms.thresholds, databaseConnections: { warning: 700, critical: 900 } },
  },
  tags: { application: 'tap', environment: 'prod', 'cost-centre': 'shop' },
};

export const deliveryData: DeliveryData = {
  application: 'tap',
  pipeline: {
    region: 'us-east-1',
    source: {
      kind: 'connection',
      provider: 'github',
      repository: 'example/tapstack',
      branch: 'main',
      connectionArn: 'arn:aws:codeconnections:us-east-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
    },
    notifications: { approvals: ['shop-team@example.com'], failures: ['shop-team@example.com'] },
    tags: { application: 'tap', environment: 'pipeline', 'cost-centre': 'shop' },
  },
  environments: [dev, staging, prod],
};
