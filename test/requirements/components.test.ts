import { Match, type Template } from 'aws-cdk-lib/assertions';
import { alarmGateMetadata } from '../../contracts/manifest';
import {
  alarmName,
  type EnvironmentConfiguration,
  physicalNames,
  rdsEngineVersion,
  serviceNames,
} from '../../lib/config';
import { pipelineTemplate, stacksOf, template } from '../helpers/assembly';
import { actionsIn } from '../helpers/pipeline-definition';
import { configurationOf } from '../helpers/variants';
import { list, onlyOf, propertiesOf, type Resource, statementsIn } from '../stacks/resources';

/**
 * One test for each row of the table of components. Each would fail if its row were undone in any environment; the tests
 * of the stacks look closer.
 */

const { application, environments } = configurationOf();
const stackNames = ['Network', 'Data', 'Observability', 'Service', 'Api', 'Edge'] as const;

const every = (check: (environment: EnvironmentConfiguration) => void) => () => {
  expect(environments.length).toBeGreaterThanOrEqual(3);
  for (const environment of environments) check(environment);
};

const templatesOf = (environment: EnvironmentConfiguration): readonly Template[] =>
  stackNames.map((stack) => template(environment.name, stack));

/** What the pipeline's protection step of an environment is told; undefined if it has none. */
const protectedBy = (environment: string) =>
  actionsIn(environment).find(({ env }) => env.PROTECTION_ROLE_ARN !== undefined)?.env;

const allPropertiesOf = (environment: EnvironmentConfiguration, type: string) =>
  templatesOf(environment).flatMap((one) => propertiesOf(one, type));

test(
  'C1 the VPC has its zones, NAT gateways, flow logs, endpoints and network ACLs',
  every(({ name, production, network }) => {
    const stack = template(name, 'Network');
    expect(network.availabilityZones).toBeGreaterThanOrEqual(production ? 3 : 2);
    stack.resourceCountIs('AWS::EC2::NatGateway', production ? network.availabilityZones : network.natGateways);
    stack.resourceCountIs('AWS::EC2::FlowLog', 1);
    stack.resourceCountIs('AWS::EC2::NetworkAcl', 1);
    const kinds = propertiesOf(stack, 'AWS::EC2::VPCEndpoint').map(({ VpcEndpointType }) => VpcEndpointType);
    expect(new Set(kinds)).toEqual(new Set(['Gateway', 'Interface']));
  }),
);

test(
  'C2 the load balancer is internal, routes by path, checks /health, logs, and production gets its protection from the pipeline',
  every(({ name, production }) => {
    const stack = template(name, 'Service');
    stack.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      LoadBalancerAttributes: Match.arrayWith([{ Key: 'access_logs.s3.enabled', Value: 'true' }]),
    });
    expect(protectedBy(name)?.LOAD_BALANCER_ARN !== undefined).toBe(production);
    const health = { HealthCheckPath: '/health' };
    stack.resourcePropertiesCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', health, serviceNames.length);
    // Each service has its paths twice, the second time with the API's stage in front.
    stack.resourceCountIs('AWS::ElasticLoadBalancingV2::ListenerRule', 2 * serviceNames.length);
  }),
);

test('C2 the load balancer speaks TLS where a certificate is configured', () => {
  const listener = onlyOf(template('Dev', 'Service', 'europe'), 'AWS::ElasticLoadBalancingV2::Listener');
  const [dev] = configurationOf('europe').environments;
  const certificate = dev?.edge.origin?.certificateArn;
  expect(certificate).toMatch(/^arn:aws:acm:/);
  expect(listener).toMatchObject({ Protocol: 'HTTPS', Certificates: [{ CertificateArn: certificate }] });
});

test(
  'C3 the services scale between 2 and 10 tasks by default, by processor and memory, and run locked down',
  every(({ name, containers }) => {
    const stack = template(name, 'Service');
    expect([containers.minTasks, containers.maxTasks]).toEqual([2, 10]);
    expect([containers.targetCpuPercent, containers.targetMemoryPercent]).toEqual([70, 80]);
    stack.resourcePropertiesCountIs(
      'AWS::ApplicationAutoScaling::ScalableTarget',
      { MinCapacity: containers.minTasks, MaxCapacity: containers.maxTasks },
      serviceNames.length,
    );
    stack.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
    });
    const definitions = propertiesOf(stack, 'AWS::ECS::TaskDefinition').flatMap(({ ContainerDefinitions }) =>
      list(ContainerDefinitions),
    );
    expect(definitions).toHaveLength(2 * serviceNames.length);
    for (const container of definitions) {
      expect(container).toMatchObject({ ReadonlyRootFilesystem: true, User: expect.stringMatching(/^[1-9]/) });
    }
  }),
);

test('C4 one encrypted repository with immutable tags, scanned on push, is pulled by named roles alone', () => {
  const { environments: european } = configurationOf('europe');
  const repository = onlyOf(pipelineTemplate('europe'), 'AWS::ECR::Repository');
  const [key, ...otherKeys] = Object.keys(pipelineTemplate('europe').findResources('AWS::KMS::Key'));
  expect(otherKeys).toEqual([]);
  expect(repository).toMatchObject({
    EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: { 'Fn::GetAtt': [key, 'Arn'] } },
    ImageTagMutability: 'IMMUTABLE',
    ImageScanningConfiguration: { ScanOnPush: true },
  });
  const policy = JSON.stringify(repository.RepositoryPolicyText);
  for (const { name, account } of european) {
    const names = physicalNames(application, name);
    for (const role of serviceNames.map((service) => names[`${service}ExecutionRole`])) {
      expect(policy).toContain(`:iam::${account}:role/${role}`);
    }
  }
  for (const { name } of environments) template(name, 'Service').resourceCountIs('AWS::ECR::Repository', 0);
});

test(
  'C5 Aurora MySQL is serverless, encrypted, backed up and protected as configured',
  every(({ name, database }) => {
    template(name, 'Data').hasResourceProperties('AWS::RDS::DBCluster', {
      Engine: 'aurora-mysql',
      EngineVersion: rdsEngineVersion(database.engineVersion),
      DatabaseName: database.databaseName,
      ServerlessV2ScalingConfiguration: {
        MinCapacity: database.minCapacityAcu,
        MaxCapacity: database.maxCapacityAcu,
      },
      StorageEncrypted: true,
      KmsKeyId: Match.anyValue(),
      BackupRetentionPeriod: database.backupRetentionDays,
      EnableIAMDatabaseAuthentication: true,
      EnableCloudwatchLogsExports: Match.arrayWith(['error', 'slowquery']),
    });
    expect(protectedBy(name)?.DATABASE_CLUSTER).toBe(
      database.deletionProtection ? physicalNames(application, name).databaseCluster : undefined,
    );
  }),
);

test(
  'C6 the database secrets rotate by hosted rotation every 30 days and are encrypted with the key',
  every(({ name }) => {
    const secrets = propertiesOf(template(name, 'Data'), 'AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(2);
    for (const { KmsKeyId } of secrets) expect(KmsKeyId).toBeDefined();
    const schedules = ['Data', 'Service'].flatMap((stack) =>
      propertiesOf(template(name, stack), 'AWS::SecretsManager::RotationSchedule'),
    );
    expect(schedules).toHaveLength(secrets.length);
    for (const schedule of schedules) {
      expect(schedule).toMatchObject({
        HostedRotationLambda: { RotationType: 'MySQLSingleUser' },
        RotationRules: { ScheduleExpression: 'rate(30 days)' },
      });
    }
  }),
);

test(
  'C7 the functions that rotate are in the VPC and have names of at most 64 characters',
  every((environment) => {
    const hosted = allPropertiesOf(environment, 'AWS::SecretsManager::RotationSchedule').map(
      ({ HostedRotationLambda }) => HostedRotationLambda as Record<string, unknown>,
    );
    expect(hosted).toHaveLength(2);
    for (const { RotationLambdaName, VpcSubnetIds, VpcSecurityGroupIds } of hosted) {
      expect(String(RotationLambdaName).length).toBeLessThanOrEqual(64);
      expect(VpcSubnetIds).toBeDefined();
      expect(VpcSecurityGroupIds).toBeDefined();
    }
  }),
);

test(
  'C8 the site bucket is versioned, private and read by TLS alone, and CloudFront can write its logs',
  every(({ name }) => {
    const stack = template(name, 'Edge');
    stack.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: Match.anyValue(),
      LifecycleConfiguration: Match.anyValue(),
      LoggingConfiguration: Match.anyValue(),
    });
    stack.hasResourceProperties('AWS::S3::Bucket', {
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
    });
    stack.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const denials = propertiesOf(stack, 'AWS::S3::BucketPolicy')
      .flatMap(statementsIn)
      .filter(({ Effect, Condition }) => Effect === 'Deny' && JSON.stringify(Condition).includes('SecureTransport'));
    expect(denials).toHaveLength(2);
  }),
);

test(
  'C9 CloudFront serves site and application by path, shielded, guarded, logged and priced as configured',
  every(({ name, edge }) => {
    const stack = template(name, 'Edge');
    stack.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        CacheBehaviors: [Match.objectLike({ PathPattern: '/api/*' })],
        CustomErrorResponses: Match.anyValue(),
        Logging: Match.anyValue(),
        Origins: [
          Match.objectLike({ OriginAccessControlId: Match.anyValue(), OriginShield: Match.anyValue() }),
          Match.objectLike({ VpcOriginConfig: Match.anyValue(), OriginShield: Match.anyValue() }),
        ],
        PriceClass: edge.priceClass,
        WebACLId: Match.anyValue(),
      },
    });
    stack.resourceCountIs('AWS::CloudFront::ResponseHeadersPolicy', 1);
  }),
);

test(
  'C10 the API has throttling, plans, keys, validation, a cache in production, and needs no setting of the account',
  every(({ name, production, api }) => {
    const stack = template(name, 'Api');
    expect(api.cacheClusterSizeGb !== undefined).toBe(production);
    const stage = onlyOf(stack, 'AWS::ApiGateway::Stage');
    const [stream, ...otherStreams] = Object.keys(stack.findResources('AWS::KinesisFirehose::DeliveryStream'));
    expect(otherStreams).toEqual([]);
    expect(stage).toMatchObject({
      MethodSettings: expect.arrayContaining([
        expect.objectContaining({ ThrottlingRateLimit: api.rateLimit, ThrottlingBurstLimit: api.burstLimit }),
      ]),
      AccessLogSetting: {
        DestinationArn: { 'Fn::GetAtt': [stream, 'Arn'] },
        Format: expect.stringContaining('$context.requestId'),
      },
    });
    expect(stage.CacheClusterEnabled === true).toBe(production);
    expect(JSON.stringify(stage.MethodSettings)).not.toContain('LoggingLevel');
    stack.resourceCountIs('AWS::ApiGateway::RequestValidator', 1);
    stack.resourceCountIs('AWS::ApiGateway::UsagePlan', 2);
    stack.resourceCountIs('AWS::ApiGateway::ApiKey', 2);
    stack.resourceCountIs('AWS::ApiGateway::Account', 0);
  }),
);

/** The eleven alarms of the table, by their metrics; the load fires those of capacity on purpose. */
const required = {
  'AWS/RDS DatabaseConnections': ['always'],
  'AWS/RDS CPUUtilization': ['after the load'],
  'AWS/RDS ACUUtilization': ['after the load'],
  'AWS/ApplicationELB UnHealthyHostCount': ['always'],
  'AWS/ApplicationELB HTTPCode_ELB_5XX_Count': ['always'],
  'AWS/ApplicationELB TargetResponseTime': ['always'],
  'AWS/ECS CPUUtilization': ['after the load'],
  'AWS/ECS MemoryUtilization': ['after the load'],
  'AWS/ApiGateway 4XXError': ['always'],
  'AWS/ApiGateway 5XXError': ['always'],
  'AWS/CloudFront 5xxErrorRate': ['always'],
};

/** And those beside them. */
const further = [
  'HTTPCode_Target_5XX_Count',
  'DatabaseConnectionsCurrentlyBorrowed',
  'Errors',
  'CallCount',
  'ErrorPortAllocation',
  'NumberOfNotificationsFailed',
  'RunningTaskCount',
];

interface Metric {
  readonly Namespace?: string;
  readonly MetricName?: string;
}

/** What an alarm looks at, by itself or through an expression: namespaces and names. */
function metricsIn(properties: Resource['Properties']): readonly string[] {
  const { Metrics = [], ...own } = properties as Metric & { Metrics?: { MetricStat?: { Metric: Metric } }[] };
  const all: Metric[] = [own, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])];
  return all.map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`);
}

test(
  'C11 each of the eleven alarms is there and counts at the gate',
  every((environment) => {
    const alarms = templatesOf(environment).flatMap(
      (one) => Object.values(one.findResources('AWS::CloudWatch::Alarm')) as Resource[],
    );
    const partsOf = (wanted: string): readonly string[] => {
      const own = alarms.filter(({ Properties }) => metricsIn(Properties).includes(wanted));
      return [...new Set(own.map(({ Metadata }) => alarmGateMetadata.parse(Metadata?.['tap:gate']).part))];
    };
    expect(Object.keys(required)).toHaveLength(11);
    expect(Object.fromEntries(Object.keys(required).map((metric) => [metric, partsOf(metric)]))).toEqual(required);
  }),
);

test(
  'C11 every alarm speaks, means something, and comes in two levels where a trend gives time',
  every((environment) => {
    const alarms = allPropertiesOf(environment, 'AWS::CloudWatch::Alarm');
    const watched = JSON.stringify(alarms);
    expect(further.filter((metric) => !watched.includes(`"${metric}"`))).toEqual([]);
    for (const { AlarmActions, OKActions, AlarmDescription } of alarms) {
      expect(AlarmActions).toHaveLength(1);
      expect(OKActions).toEqual(AlarmActions);
      expect(AlarmDescription).toMatch(/ Runbook: https:\/\/\S+$/);
    }
    const names = new Set(alarms.map(({ AlarmName }) => String(AlarmName)));
    expect(names.size).toBe(alarms.length);
    const warnings = [...names].filter((name) => name.endsWith('-warning'));
    expect(warnings.length).toBeGreaterThanOrEqual(Object.keys(environment.alarms.thresholds).length);
    for (const name of warnings) expect(names).toContain(name.replace(/-warning$/, '-critical'));
    expect(names).toContain(alarmName(application, environment.name, 'heartbeat-missing'));
    template(environment.name, 'Observability').resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  }),
);

test(
  'C11 every alarm declares its part in the gate, with a reason unless it always counts',
  every((environment) => {
    const alarms = templatesOf(environment).flatMap(
      (one) => Object.values(one.findResources('AWS::CloudWatch::Alarm')) as Resource[],
    );
    expect(alarms.length).toBeGreaterThan(40);
    const gates = alarms.map(({ Metadata }) => alarmGateMetadata.parse(Metadata?.['tap:gate']));
    const plain = gates.filter(({ part, feed }) => part === 'always' && feed !== 'none');
    expect(plain.length).toBeGreaterThan(0);
    expect(gates.filter((gate) => plain.includes(gate) === (gate.reason !== undefined))).toEqual([]);
  }),
);

test(
  'C12 the topics are encrypted, CloudWatch may publish to them, and the configuration names who hears',
  every(({ name, alarms }) => {
    const stack = template(name, 'Network');
    stack.resourcePropertiesCountIs('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() }, 2);
    const publishers = propertiesOf(stack, 'AWS::SNS::TopicPolicy').flatMap(statementsIn);
    expect(JSON.stringify(publishers)).toContain('cloudwatch.amazonaws.com');
    expect(JSON.stringify(onlyOf(stack, 'AWS::KMS::Key'))).toContain('cloudwatch.amazonaws.com');
    const { warning, critical } = alarms.subscriptions;
    stack.resourceCountIs('AWS::SNS::Subscription', warning.length + critical.length);
  }),
);

/** Actions that take no resource; each is acknowledged where it is given. The first is every service's, the last production's. */
const withoutResource = ({ production }: EnvironmentConfiguration) => [
  ...serviceNames.map(() => 'ecr:GetAuthorizationToken'),
  'cloudwatch:GetMetricData',
  ...(production ? ['elasticloadbalancing:DescribeLoadBalancerAttributes'] : []),
];

test(
  'C13 no policy allows every action, or an action on everything that could be narrowed',
  every((environment) => {
    const policies = ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy'];
    const statements = policies.flatMap((type) => allPropertiesOf(environment, type)).flatMap(statementsIn);
    expect(statements.length).toBeGreaterThan(20);
    const actions = statements.flatMap(({ Action }) => list(Action)).map(String);
    expect(actions.filter((action) => /^(\*|\w+:\*)$/.test(action))).toEqual([]);
    const wide = statements.filter(({ Resource }) => list(Resource).includes('*'));
    expect(wide.flatMap(({ Action }) => list(Action)).sort()).toEqual(withoutResource(environment).sort());
  }),
);

test(
  'C14 one key with rotation encrypts for CloudWatch Logs, under an alias within its limits',
  every((environment) => {
    const keys = allPropertiesOf(environment, 'AWS::KMS::Key');
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ EnableKeyRotation: true });
    expect(JSON.stringify(keys[0])).toContain(`logs.${environment.region}.amazonaws.com`);
    const [alias] = allPropertiesOf(environment, 'AWS::KMS::Alias');
    expect(alias?.AliasName).toMatch(/^alias\/[a-zA-Z0-9:/_-]{1,250}$/);
  }),
);

test('C15 what differs between environments comes from their configuration, tags included', () => {
  const configured = [configurationOf(), configurationOf('europe')].flatMap((one) => one.environments);
  expect(configured).toHaveLength(2 * environments.length);
  for (const { tags } of configured) expect(Object.keys(tags).length).toBeGreaterThan(0);
  expect(new Set(environments.map(({ containers }) => containers.cpu)).size).toBeGreaterThan(1);
  for (const { name, containers } of environments) {
    const tasks = propertiesOf(template(name, 'Service'), 'AWS::ECS::TaskDefinition');
    expect(tasks).toHaveLength(serviceNames.length);
    for (const { Cpu } of tasks) expect(Cpu).toBe(String(containers.cpu));
  }
});

test('C16 the secrets are replicated to the recovery region, which is never the primary one', () => {
  const european = configurationOf('europe').environments;
  expect(stacksOf('europe').length).toBeGreaterThan(0);
  for (const { name, region, recoveryRegion } of european) {
    expect(recoveryRegion).not.toBe(region);
    const secrets = propertiesOf(template(name, 'Data', 'europe'), 'AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(2);
    for (const { ReplicaRegions } of secrets) expect(ReplicaRegions).toEqual([{ Region: recoveryRegion }]);
  }
});
