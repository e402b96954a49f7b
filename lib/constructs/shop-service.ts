import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { containerCommand, containerVariables, serviceContainer } from '../../contracts/service-container';
import type { EnvironmentConfiguration } from '../config';
import { revisionOf } from './image-revision';
import type { SchemeListener } from './internal-load-balancer';
import { serviceForThisAccount } from './service-trust';
import { stageName } from './shop-api';

const { port: containerPort, user, health, liveness, stopSeconds } = serviceContainer;

export interface ShopServiceProps {
  /** The command of the shop's image that starts it, such as `catalog`. */
  readonly command: string;
  readonly settings: EnvironmentConfiguration;
  readonly executionRoleName: string;
  readonly cluster: ecs.ICluster;
  readonly subnets: ec2.SubnetSelection;
  readonly repository: ecr.IRepository;
  readonly imageDigest: string;
  readonly logGroup: logs.ILogGroup;
  readonly database: {
    readonly host: string;
    readonly masterSecret: secretsmanager.ISecret;
    readonly applicationSecret: secretsmanager.ISecret;
    /** Key that the secrets are encrypted with. */
    readonly key: kms.IKey;
  };
  readonly listeners: readonly SchemeListener[];
  /** Rules of each listener: up to five paths, and a place among the services that no other has, from 1 to 999. */
  readonly route: { readonly priority: number; readonly paths: readonly string[] };
  /**
   * Names of the files in `loadtests/journeys` whose load reaches the service. Where a gate runs one of them, the service's
   * traffic must show it; its alarms count in any case.
   */
  readonly journeys: readonly string[];
}

/** One of the shop's services: tasks in private subnets, scaled by what they do, behind its own paths. */
export class ShopService extends Construct {
  readonly service: ecs.FargateService;
  readonly targetGroup: elb.ApplicationTargetGroup;
  readonly taskDefinition: ecs.FargateTaskDefinition;
  readonly securityGroup: ec2.SecurityGroup;
  /** Journeys whose load reaches it. */
  readonly journeys: readonly string[];

  constructor(scope: Construct, id: string, props: ShopServiceProps) {
    super(scope, id);
    const { settings, cluster } = props;
    this.journeys = props.journeys;
    this.taskDefinition = this.defineTask(props);
    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: cluster.vpc,
      description: `Tasks of the ${props.command} service`,
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(
      ec2.Peer.anyIpv4(),
      ec2.Port.tcp(443),
      'AWS APIs; image layers come from public addresses of S3 through the gateway endpoint',
    );
    this.service = new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition: this.taskDefinition,
      securityGroups: [this.securityGroup],
      vpcSubnets: props.subnets,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      // Migrations and the first connections to the database come before the first healthy answer.
      healthCheckGracePeriod: Duration.seconds(120),
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      enableECSManagedTags: true,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
    });
    this.targetGroup = this.route(props);
    this.scale(settings.containers);
  }

  private defineTask(props: ShopServiceProps): ecs.FargateTaskDefinition {
    const { settings, database } = props;
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', {
      cpu: settings.containers.cpu,
      memoryLimitMiB: settings.containers.memoryMiB,
      executionRole: new iam.Role(this, 'ExecutionRole', {
        // The image repository's policy knows the role by this name.
        roleName: props.executionRoleName,
        assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
      }),
      taskRole: new iam.Role(this, 'TaskRole', { assumedBy: serviceForThisAccount(this, 'ecs-tasks.amazonaws.com') }),
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    const applicationSecret = ecs.Secret.fromSecretsManager(database.applicationSecret);
    const app = this.addContainer(taskDefinition, props, {
      name: 'app',
      command: props.command,
      essential: true,
      secrets: { DATABASE_SECRET: applicationSecret },
    });
    app.addPortMappings({ containerPort });
    const migrate = this.addContainer(taskDefinition, props, {
      name: 'migrate',
      command: 'migrate',
      essential: false,
      secrets: {
        DATABASE_SECRET: applicationSecret,
        MIGRATION_SECRET: ecs.Secret.fromSecretsManager(database.masterSecret),
      },
    });
    app.addContainerDependencies({ container: migrate, condition: ecs.ContainerDependencyCondition.SUCCESS });
    // The services read their secret again when the database refuses the credentials.
    database.applicationSecret.grantRead(taskDefinition.taskRole);
    for (const role of [taskDefinition.taskRole, taskDefinition.obtainExecutionRole()]) {
      database.key.grantDecrypt(role);
    }
    return taskDefinition;
  }

  private addContainer(
    taskDefinition: ecs.FargateTaskDefinition,
    props: ShopServiceProps,
    container: { name: string; command: string; essential: boolean; secrets: Record<string, ecs.Secret> },
  ): ecs.ContainerDefinition {
    const { settings, database } = props;
    const linuxParameters = new ecs.LinuxParameters(this, `${container.name}-linux`, { initProcessEnabled: true });
    linuxParameters.dropCapabilities(ecs.Capability.ALL);
    return taskDefinition.addContainer(container.name, {
      image: ecs.ContainerImage.fromEcrRepository(props.repository, props.imageDigest),
      command: containerCommand(container.command),
      essential: container.essential,
      user,
      readonlyRootFilesystem: true,
      linuxParameters,
      stopTimeout: Duration.seconds(stopSeconds),
      environment: containerVariables({
        environment: settings.name,
        database: { host: database.host, port: 3306, name: settings.database.databaseName },
        databaseSecretArn: database.applicationSecret.secretArn,
        revision: revisionOf(props.imageDigest),
        further: settings.containers.environment,
      }),
      secrets: container.secrets,
      // An init container that only runs once has no health.
      ...(container.essential && { healthCheck: containerCheck }),
      logging: ecs.LogDrivers.awsLogs({
        streamPrefix: props.command,
        logGroup: props.logGroup,
        // A slow log service must not stop the shop.
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
    });
  }

  private route({ cluster, listeners, route }: ShopServiceProps): elb.ApplicationTargetGroup {
    const targetGroup = new elb.ApplicationTargetGroup(this, 'Targets', {
      vpc: cluster.vpc,
      port: containerPort,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: {
        path: health.path,
        healthyHttpCodes: '200',
        interval: Duration.seconds(15),
        timeout: Duration.seconds(health.timeoutSeconds),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      targets: [this.service.loadBalancerTarget({ containerName: 'app', containerPort })],
    });
    const { priority, paths } = route;
    for (const { idPrefix, listener } of listeners) {
      const rule = (name: string, at: { priority: number; paths: string[] }) =>
        new elb.ApplicationListenerRule(this, `${idPrefix}${name}`, {
          listener,
          priority: at.priority,
          conditions: [elb.ListenerCondition.pathPatterns(at.paths)],
          action: elb.ListenerAction.forward([targetGroup]),
        });
      const staged = rule('StagedRule', { priority, paths: paths.map((path) => `/${stageName}${path}`) });
      (staged.node.defaultChild as elb.CfnListenerRule).transforms = [withoutStage];
      // After those of all services with the stage, or a service at `/*` would take the others' from them.
      rule('Rule', { priority: afterStaged + priority, paths: [...paths] });
    }
    return targetGroup;
  }

  private scale(containers: EnvironmentConfiguration['containers']): void {
    const scaling = this.service.autoScaleTaskCount({
      minCapacity: containers.minTasks,
      maxCapacity: containers.maxTasks,
    });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: containers.targetCpuPercent });
    scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: containers.targetMemoryPercent });
    scaling.scaleOnRequestCount('Requests', {
      requestsPerTarget: containers.targetRequestsPerMinute,
      targetGroup: this.targetGroup,
    });
  }
}

/** Every rule without the stage comes after every rule with it. */
const afterStaged = 1000;

/**
 * Takes the API's stage off the path. API Gateway puts it there on its way through a VPC link, and could be told otherwise
 * by a mapping template alone, which these integrations don't run; CloudFront and a gateway that leaves it out meet the
 * other rule. The pattern fits whatever the rule's own paths let through.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/private-integration.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
const withoutStage: elb.CfnListenerRule.TransformProperty = {
  type: 'url-rewrite',
  urlRewriteConfig: { rewrites: [{ regex: `^/${stageName}/(.*)$`, replace: '/$1' }] },
};

const containerCheck: ecs.HealthCheck = {
  command: ['CMD', ...liveness.command],
  interval: Duration.seconds(liveness.intervalSeconds),
  timeout: Duration.seconds(liveness.timeoutSeconds),
  retries: liveness.retries,
  startPeriod: Duration.seconds(liveness.startPeriodSeconds),
};
