import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { alarmGateMetadata } from '../../contracts/manifest';
import { alarmName, physicalNames, regionFacts, serviceNames, services } from '../../lib/config';
import { template } from '../helpers/assembly';
import { listenerOf } from '../helpers/listener';
import { configurationOf } from '../helpers/variants';
import { allOf, list, onlyOf, propertiesOf, resourcesOf, statementsIn } from './resources';

const { application, environments } = configurationOf();

interface Container {
  readonly Name: string;
  readonly Command: readonly string[];
  readonly Essential: boolean;
  readonly Image: unknown;
  readonly User: string;
  readonly ReadonlyRootFilesystem: boolean;
  readonly DependsOn?: readonly { ContainerName: string; Condition: string }[];
  readonly HealthCheck?: unknown;
  readonly Environment: readonly { Name: string; Value: unknown }[];
  readonly Secrets: readonly { Name: string }[];
  readonly LinuxParameters: { readonly Capabilities: { readonly Drop: readonly string[] } };
}

describe.each(environments)('the services of $name', (environment) => {
  const service = template(environment.name, 'Service');
  const tasks = propertiesOf(service, 'AWS::ECS::TaskDefinition');
  const containers = tasks.map(({ ContainerDefinitions }) => ContainerDefinitions as readonly Container[]);

  test('are those of the list, each with an init container that must succeed first', () => {
    expect(containers).toHaveLength(serviceNames.length);
    for (const [app, migrate, ...more] of containers) {
      expect(more).toEqual([]);
      expect(app).toMatchObject({ Name: 'app', Essential: true });
      expect(app?.DependsOn).toEqual([{ ContainerName: migrate?.Name, Condition: 'SUCCESS' }]);
      expect(migrate).toMatchObject({ Name: 'migrate', Essential: false });
      expect(migrate?.Command.at(-1)).toBe('migrate');
      expect(app?.HealthCheck).toBeDefined();
    }
    expect(containers.map(([app]) => app?.Command.at(-1))).toEqual(serviceNames);
  });

  test('run one image, by its digest', () => {
    const images = containers.flat().map(({ Image }) => JSON.stringify(Image));
    expect(images).toHaveLength(2 * serviceNames.length);
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/@sha256:[0-9a-f]{64}/);
  });

  test('run without root, capabilities and a writable root file system', () => {
    for (const container of containers.flat()) {
      expect(container.User).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(container.ReadonlyRootFilesystem).toBe(true);
      expect(container.LinuxParameters.Capabilities.Drop).toEqual(['ALL']);
    }
  });

  test('get the master secret for migrations alone', () => {
    for (const { Name, Secrets } of containers.flat()) {
      const names = Secrets.map((secret) => secret.Name);
      expect(names).toEqual(Name === 'migrate' ? ['DATABASE_SECRET', 'MIGRATION_SECRET'] : ['DATABASE_SECRET']);
    }
  });

  test('may decrypt the secrets that they are given', () => {
    const roles = Object.keys(resourcesOf(service, 'AWS::IAM::Role')).filter((id) => /TaskRole|ExecutionRole/.test(id));
    expect(roles).toHaveLength(2 * serviceNames.length);
    for (const role of roles) {
      const policies = propertiesOf(service, 'AWS::IAM::Policy').filter(({ Roles }) =>
        JSON.stringify(Roles).includes(role),
      );
      const actions = policies.flatMap(statementsIn).flatMap(({ Action }) => list(Action));
      expect(actions).toEqual(expect.arrayContaining(['secretsmanager:GetSecretValue', 'kms:Decrypt']));
    }
  });

  test('are told their environment by the configuration alone', () => {
    for (const { Environment } of containers.flat()) {
      const values = Object.fromEntries(Environment.map(({ Name, Value }) => [Name, Value]));
      expect(values).toMatchObject({
        ...environment.containers.environment,
        SERVICE_ENVIRONMENT: environment.name,
        DATABASE_NAME: environment.database.databaseName,
        DATABASE_TLS: 'required',
      });
    }
  });

  test('are sized by the configuration, and scaled between its limits by processor, memory and requests', () => {
    for (const task of tasks) {
      expect(task).toMatchObject({
        Cpu: String(environment.containers.cpu),
        Memory: String(environment.containers.memoryMiB),
      });
    }
    const { minTasks, maxTasks } = environment.containers;
    for (const target of propertiesOf(service, 'AWS::ApplicationAutoScaling::ScalableTarget')) {
      expect(target).toMatchObject({ MinCapacity: minTasks, MaxCapacity: maxTasks });
    }
    const policies = propertiesOf(service, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
      ({ TargetTrackingScalingPolicyConfiguration }) =>
        TargetTrackingScalingPolicyConfiguration as {
          PredefinedMetricSpecification: { PredefinedMetricType: string };
          TargetValue: number;
        },
    );
    const expected = {
      ECSServiceAverageCPUUtilization: environment.containers.targetCpuPercent,
      ECSServiceAverageMemoryUtilization: environment.containers.targetMemoryPercent,
      ALBRequestCountPerTarget: environment.containers.targetRequestsPerMinute,
    };
    expect(policies).toHaveLength(serviceNames.length * Object.keys(expected).length);
    for (const { PredefinedMetricSpecification, TargetValue } of policies) {
      const type = PredefinedMetricSpecification.PredefinedMetricType as keyof typeof expected;
      expect(TargetValue).toBe(expected[type]);
    }
  });

  test('leave the number of tasks to scaling, and go back when a deployment fails', () => {
    const deployed = propertiesOf(service, 'AWS::ECS::Service');
    expect(deployed).toHaveLength(serviceNames.length);
    for (const properties of deployed) {
      expect(properties.DesiredCount).toBeUndefined();
      expect(properties).toMatchObject({
        DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
        PropagateTags: 'SERVICE',
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
      });
    }
  });

  test('start after the rules that let them reach the database', () => {
    const rules = Object.entries(allOf(service))
      .filter(([, { Type }]) => /SecurityGroup(Ingress|Egress)$/.test(Type))
      .filter(([, { Properties }]) => Properties.FromPort === 3306 && /queries/.test(String(Properties.Description)));
    expect(rules).toHaveLength(2 * serviceNames.length);
    const waitedFor = Object.values(resourcesOf(service, 'AWS::ECS::Service')).flatMap(({ DependsOn }) => DependsOn);
    expect(waitedFor).toEqual(expect.arrayContaining(rules.map(([logicalId]) => logicalId)));
  });

  test('are pulled by roles that the image repository knows by name', () => {
    const names = physicalNames(application, environment.name);
    const roles = propertiesOf(service, 'AWS::IAM::Role').map(({ RoleName }) => RoleName);
    expect(roles).toEqual(expect.arrayContaining(serviceNames.map((name) => names[`${name}ExecutionRole`])));
  });

  test('open nothing but HTTPS and the database to their tasks', () => {
    const egress = propertiesOf(service, 'AWS::EC2::SecurityGroup')
      .filter(({ GroupDescription }) => /^Tasks/.test(String(GroupDescription)))
      .flatMap(({ SecurityGroupEgress }) => list(SecurityGroupEgress));
    expect(egress).toHaveLength(serviceNames.length);
    for (const rule of egress) expect(rule).toMatchObject({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 });
  });
});

describe.each(environments)('the load balancer of $name', (environment) => {
  const service = template(environment.name, 'Service');

  test('is internal, logs its accesses, and leaves its protection to the pipeline', () => {
    const { Scheme, LoadBalancerAttributes } = onlyOf(service, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(Scheme).toBe('internal');
    expect(LoadBalancerAttributes).toEqual(expect.arrayContaining([{ Key: 'access_logs.s3.enabled', Value: 'true' }]));
    expect(JSON.stringify(LoadBalancerAttributes)).not.toContain('deletion_protection');
  });

  test('is opened to CloudFront by its prefix list, and to nothing else here', () => {
    const rules = propertiesOf(service, 'AWS::EC2::SecurityGroupIngress').filter(({ GroupId }) =>
      JSON.stringify(GroupId).includes('LoadBalancer'),
    );
    const { originFacingPrefixList } = regionFacts(environment.region);
    expect(rules.map(({ SourcePrefixListId }) => SourcePrefixListId)).toEqual([originFacingPrefixList]);
  });

  test('leads the paths of every service to it', () => {
    const { targetOf } = listenerOf(service);
    for (const name of serviceNames) {
      const { paths } = services[name];
      expect(paths.length).toBeGreaterThan(0);
      const served = paths.map((path) => targetOf(path.replace('*', '7'))?.service.toLowerCase());
      expect(served).toEqual(paths.map(() => name));
    }
  });

  test('leads products to one service, carts and orders to the other, and the rest nowhere', () => {
    const servedBy = (url: string) => listenerOf(service).targetOf(url)?.service;
    const urls = ['/api/products', '/api/products/7', '/api/carts/7/items', '/api/orders'];
    expect(urls.map(servedBy)).toEqual(['Catalog', 'Catalog', 'Checkout', 'Checkout']);
    const strangers = ['/', '/api', '/api/productsx', '/api/admin', '/v2/api/products'];
    expect(strangers.map(servedBy)).toEqual(strangers.map(() => undefined));
    service.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: Match.objectLike({ StatusCode: '404' }) }],
    });
    for (const targets of propertiesOf(service, 'AWS::ElasticLoadBalancingV2::TargetGroup')) {
      expect(targets.HealthCheckPath).toBe('/health');
    }
  });

  test('serves every path alike whether the stage of the API stands in front of it or not', () => {
    const { StageName: stageName } = onlyOf(template(environment.name, 'Api'), 'AWS::ApiGateway::Stage');
    const listener = listenerOf(service);
    const paths = listener.paths.filter((path) => !path.startsWith(`/${stageName}/`));
    expect(paths.length).toBeGreaterThan(4);
    for (const path of paths) {
      const url = `${path.replace('*', 'a%20b/c')}?search=/v1/&limit=2`;
      const plain = listener.targetOf(url);
      expect(plain).toMatchObject({ service: expect.any(String), url });
      expect(listener.targetOf(`/${stageName}${url}`)).toEqual(plain);
    }
  });

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html: condition values per rule
  test('keeps what a rule may hold, and a place for each rule', () => {
    const rules = propertiesOf(service, 'AWS::ElasticLoadBalancingV2::ListenerRule');
    expect(rules.length).toBeGreaterThan(3);
    for (const { Conditions, Transforms = [] } of rules) {
      const values = (Conditions as { PathPatternConfig: { Values: string[] } }[]).flatMap(
        ({ PathPatternConfig }) => PathPatternConfig.Values,
      );
      expect(values.length).toBeLessThanOrEqual(5);
      expect((Transforms as unknown[]).length).toBeLessThanOrEqual(1);
    }
    const priorities = rules.map(({ Priority }) => Priority);
    expect(new Set(priorities).size).toBe(rules.length);
  });

  test('lets only load balancers of this account write into its log bucket', () => {
    const services = propertiesOf(service, 'AWS::S3::BucketPolicy')
      .flatMap(statementsIn)
      .filter(({ Principal }) => (Principal as { Service?: unknown }).Service !== undefined);
    expect(services).toHaveLength(1);
    expect(JSON.stringify(services[0]?.Condition)).toContain('aws:SourceArn');
  });
});

describe('the load balancer of an environment with a certificate', () => {
  const service = template('Dev', 'Service', 'europe');

  test('speaks TLS alone', () => {
    const [environment] = configurationOf('europe').environments;
    expect(onlyOf(service, 'AWS::ElasticLoadBalancingV2::Listener')).toMatchObject({
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: environment?.edge.origin?.certificateArn }],
    });
  });
});

describe('the load balancer of an environment whose doors turn to TLS', () => {
  const service = template('Staging', 'Service', 'europe');

  test('listens for both, with the same rules behind each', () => {
    const listeners = Object.entries(resourcesOf(service, 'AWS::ElasticLoadBalancingV2::Listener'));
    expect(listeners.map(([, { Properties }]) => Properties.Port).sort()).toEqual([443, 80]);
    const rules = propertiesOf(service, 'AWS::ElasticLoadBalancingV2::ListenerRule');
    const behind = listeners.map(([id]) =>
      rules
        .filter(({ ListenerArn }) => JSON.stringify(ListenerArn).includes(`"${id}"`))
        .map(({ Priority, Conditions, Actions, Transforms }) => ({ Priority, Conditions, Actions, Transforms })),
    );
    expect(behind[0]?.length).toBe(2 * serviceNames.length);
    expect(behind[1]).toEqual(behind[0]);
  });

  test('lets CloudFront in at each port through a group of its own: no group has room for its list twice', () => {
    const rules = propertiesOf(service, 'AWS::EC2::SecurityGroupIngress').filter(
      ({ SourcePrefixListId }) => SourcePrefixListId !== undefined,
    );
    expect(rules.map(({ FromPort }) => FromPort).sort()).toEqual([443, 80]);
    const groups = rules.map(({ GroupId }) => JSON.stringify(GroupId));
    expect(new Set(groups).size).toBe(2);
    const { SecurityGroups } = onlyOf(service, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect((SecurityGroups as unknown[]).map((group) => JSON.stringify(group)).sort()).toEqual(groups.sort());
  });
});

describe('the image of an environment in another account', () => {
  test("comes from the pipeline's account and region", () => {
    const { pipeline } = configurationOf('europe');
    const tasks = propertiesOf(template('Dev', 'Service', 'europe'), 'AWS::ECS::TaskDefinition');
    expect(tasks).toHaveLength(serviceNames.length);
    for (const task of tasks) expect(JSON.stringify(task)).toContain(`${pipeline.account}.dkr.ecr.${pipeline.region}`);
  });

  test('has the name of its certificate in the configured zone, or says which record to make', () => {
    for (const { name, edge } of configurationOf('europe').environments) {
      const service = template(name, 'Service', 'europe');
      const records = propertiesOf(service, 'AWS::Route53::RecordSet');
      const byHand = service.findOutputs('*').OriginRecordByHand;
      expect([records.length, byHand !== undefined]).toEqual(edge.hostedZone ? [1, false] : [0, true]);
      expect(JSON.stringify(byHand ?? records)).toContain(edge.origin?.domain);
      for (const { Type, HostedZoneId, AliasTarget } of records) {
        expect({ Type, HostedZoneId }).toEqual({ Type: 'A', HostedZoneId: edge.hostedZone?.id });
        expect(JSON.stringify(AliasTarget)).toContain('CanonicalHostedZoneID');
      }
    }
  });
});

describe('the alarms of a service', () => {
  /** What the gate is told of the services' alarms on their traffic, in an environment of a variant. */
  function trafficFeeds(environment: string, variant: 'default' | 'europe') {
    const alarms = Object.values(resourcesOf(template(environment, 'Service', variant), 'AWS::CloudWatch::Alarm'));
    return alarms
      .filter(({ Properties }) =>
        /-(catalog|checkout)-(response-time|server-errors)-/.test(String(Properties.AlarmName)),
      )
      .map(({ Metadata }) => alarmGateMetadata.parse(Metadata?.['tap:gate']));
  }

  test.each(environments)('are fed by the load of $name, whose journey reaches both', ({ name, gates }) => {
    expect(existsSync(join(__dirname, '../../loadtests/journeys', `${gates.load.journey}.ts`))).toBe(true);
    const feeds = trafficFeeds(name, 'default');
    expect(feeds).toHaveLength(8);
    expect(new Set(feeds.map(({ feed }) => feed))).toEqual(new Set(['load']));
  });

  test('are asked for no traffic, and count all the same, where no journey of the load reaches it', () => {
    const unreached = configurationOf('europe').environments.filter(
      ({ gates }) => !existsSync(join(__dirname, '../../loadtests/journeys', `${gates.load.journey}.ts`)),
    );
    expect(unreached).toHaveLength(1);
    for (const { name, gates } of unreached) {
      const feeds = trafficFeeds(name, 'europe');
      expect(feeds).toHaveLength(8);
      for (const gate of feeds) {
        expect(gate).toMatchObject({ part: 'always', feed: 'none' });
        expect(gate.reason).toContain(gates.load.journey);
      }
    }
  });

  test.each(environments)('that take silence for a fault give new tasks of $name time to be counted', ({ name }) => {
    const silent = propertiesOf(template(name, 'Service'), 'AWS::CloudWatch::Alarm').filter(
      ({ TreatMissingData }) => TreatMissingData === 'breaching',
    );
    expect(silent.map(({ AlarmName }) => AlarmName)).toEqual(
      serviceNames.map((service) => alarmName(application, name, `${service}-no-running-tasks`)),
    );
    for (const { WarmUpConfiguration, Period, EvaluationPeriods } of silent) {
      const { WarmUpPeriodDurationInMinutes } = WarmUpConfiguration as { WarmUpPeriodDurationInMinutes: number };
      // The metric comes minutes late, and the window must fill once.
      expect(WarmUpPeriodDurationInMinutes * 60).toBeGreaterThan(2 * Number(Period) * Number(EvaluationPeriods));
    }
  });
});
