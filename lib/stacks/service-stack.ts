import { CfnOutput, type Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct, IConstruct } from 'constructs';
import { type ServiceName, serviceNames, services } from '../config';
import { AlarmBoard } from '../constructs/alarm-board';
import { EnvironmentLogGroup } from '../constructs/environment-log-group';
import { InternalLoadBalancer } from '../constructs/internal-load-balancer';
import { ProtectionRole } from '../constructs/protection-role';
import { PublicName } from '../constructs/public-name';
import { mySqlPort, SecretRotation } from '../constructs/secret-rotation';
import { watchLoadBalancer, watchService } from '../constructs/service-alarms';
import { ShopService } from '../constructs/shop-service';
import { acknowledge } from './acknowledgements';
import { capitalised } from './capitalised';
import type { DataStack } from './data-stack';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import type { NetworkStack } from './network-stack';
import { SubnetGroup } from './subnet-group';

/** Where the pipeline and its image repository are. */
export interface ImageSource {
  /** @default - the account of this environment */
  readonly account?: string;
  readonly region: string;
  readonly repositoryName: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

export interface ServiceStackProps extends EnvironmentStackProps {
  readonly network: NetworkStack;
  readonly data: DataStack;
  readonly image: ImageSource;
}

/** The shop's services from one image, behind the internal load balancer. */
export class ServiceStack extends EnvironmentStack {
  readonly loadBalancer: InternalLoadBalancer;
  readonly services: Readonly<Record<ServiceName, ShopService>>;
  readonly alarms: AlarmBoard;
  readonly loadBalancerArn: CfnOutput;
  /** Name of the log group of all services. */
  readonly logGroupName: CfnOutput;
  /** Absent where nothing is to be protected. */
  private readonly protectionRole?: ProtectionRole;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    const { vpc, topics } = props.network;
    const { thresholds } = this.settings.alarms;
    const subnets = { subnetGroupName: SubnetGroup.Application };
    this.loadBalancer = new InternalLoadBalancer(this, 'LoadBalancer', { settings: this.settings, vpc, subnets });

    const { alb } = this.loadBalancer;
    // Whether or not the doors take it now: an export can't go in the deployment in which they turn from it.
    this.exportValue(alb.loadBalancerDnsName);
    const { origin, hostedZone } = this.settings.edge;
    if (origin !== undefined) {
      new PublicName(this, 'Origin', {
        name: origin.domain,
        hostedZone,
        target: new LoadBalancerTarget(alb),
        targetName: alb.loadBalancerDnsName,
        ipv6: false,
      });
    }

    const cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENHANCED });
    const key = kms.Key.fromKeyArn(this, 'Key', props.network.key.keyArn);
    const logGroup = new EnvironmentLogGroup(this, 'Logs', { key });
    const common = {
      settings: this.settings,
      cluster,
      subnets,
      repository: this.importRepository(props.image),
      imageDigest: props.image.digest,
      logGroup,
      database: {
        host: props.data.proxy.endpoint,
        masterSecret: props.data.masterSecret,
        applicationSecret: props.data.applicationSecret,
        key,
      },
      listeners: this.loadBalancer.listeners,
    };
    const made = serviceNames.map((name) => {
      const { priority, paths, journeys } = services[name];
      const shop = new ShopService(this, capitalised(name), {
        ...common,
        command: name,
        executionRoleName: this.names[`${name}ExecutionRole`],
        route: { priority, paths },
        journeys,
      });
      return [name, shop] as const;
    });
    this.services = Object.fromEntries(made) as Record<ServiceName, ShopService>;
    const proxySecurityGroup = ec2.SecurityGroup.fromSecurityGroupId(
      this,
      'ProxySecurityGroup',
      props.data.proxySecurityGroup.securityGroupId,
      // Rules to it are made here: on the group itself they would turn the order of the stacks around.
      { allowAllOutbound: false },
    );

    this.alarms = new AlarmBoard(this, this.application, this.settings, topics);
    watchLoadBalancer(this.alarms, this.loadBalancer.alb, thresholds);
    for (const [name, shop] of made) {
      shop.securityGroup.connections.allowTo(proxySecurityGroup, mySqlPort, `SQL queries of the ${name} service`);
      // Tasks that start before the rules stand would fail their migrations.
      shop.service.node.addDependency(...rulesOf(shop.securityGroup), ...rulesOf(proxySecurityGroup));
      watchService(this.alarms, { name, shop, thresholds, journey: this.settings.gates.load.journey });
    }
    this.rotateApplicationSecret(props);
    this.loadBalancerArn = new CfnOutput(this, 'LoadBalancerArn', { value: this.loadBalancer.alb.loadBalancerArn });
    this.logGroupName = new CfnOutput(this, 'LogGroupName', { value: logGroup.logGroupName });
    this.allowAlarmGate(logGroup);
    if (this.settings.database.deletionProtection) this.protectionRole = this.allowProtection();
    this.acknowledgeFindings();
  }

  /** The repository is in the pipeline's account; every environment pulls the same digest from it. */
  private importRepository({ account, region, repositoryName }: ImageSource): ecr.IRepository {
    return ecr.Repository.fromRepositoryAttributes(this, 'Repository', {
      repositoryName,
      repositoryArn: this.formatArn({
        service: 'ecr',
        resource: 'repository',
        resourceName: repositoryName,
        region,
        account,
      }),
    });
  }

  /** Here and not beside the secret: the schedule rotates at once, and migrations must have created the user first. */
  private rotateApplicationSecret({ network, data }: ServiceStackProps): void {
    const rotation = new SecretRotation(this, 'ApplicationRotation', {
      secret: data.applicationSecret,
      user: 'application',
      functionName: this.names.applicationRotationFunction,
      vpc: network.vpc,
      cidr: this.settings.network.cidr,
      // With others the schedule would change, and by that the password.
      subnets: network.subnetsAtFirst(SubnetGroup.Application),
      databaseSecurityGroup: ec2.SecurityGroup.fromSecurityGroupId(
        this,
        'ClusterSecurityGroup',
        data.clusterSecurityGroup.securityGroupId,
        { allowAllOutbound: false },
      ),
      alarms: this.alarms,
    });
    rotation.node.addDependency(...Object.values(this.services).map(({ service }) => service));
  }

  /**
   * Lets the alarm gate count the load's requests in the services' log. Its role is in a stack that is deployed before this one,
   * which alone knows the log group; for what is encrypted with the environment's key CloudWatch Logs asks the key itself.
   *
   * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  private allowAlarmGate(logGroup: EnvironmentLogGroup): void {
    logGroup.grant(iam.Role.fromRoleName(this, 'AlarmGate', this.names.alarmsGateRole), 'logs:FilterLogEvents');
  }

  /** Here, because this stack alone knows the load balancer, and is there when the step runs. */
  private allowProtection(): ProtectionRole {
    const role = new ProtectionRole(this, 'Protection', {
      roleName: this.names.protectionRole,
      trusted: this.jobOf('protection'),
    });
    role.allowCluster(this.names.databaseCluster);
    if (!this.settings.production) return role;
    role.allowLoadBalancer(this.loadBalancer.alb.loadBalancerArn);
    acknowledge(
      role,
      'IAM5[Resource::*]',
      'elasticloadbalancing:DescribeLoadBalancerAttributes is the one action, and it takes no resource',
    );
    return role;
  }

  /** Lets the pipeline's step protect the environment's stacks, where it is to. Called when all of them are there. */
  allowProtectionOf(stacks: readonly Stack[]): void {
    const { protectionRole: role } = this;
    const { production, account = '<AWS::AccountId>' } = this.settings;
    if (!production || role === undefined) return;
    role.allowStacks(stacks);
    for (const { stackName, region } of stacks) {
      acknowledge(
        role,
        `IAM5[Resource::arn:${this.partition}:cloudformation:${region}:${account}:stack/${stackName}/*]`,
        'The end of a stack’s ARN is a random id; the name before it is whole',
      );
    }
  }

  private acknowledgeFindings(): void {
    acknowledge(this.loadBalancer.logBucket, 'S1', 'Holds access logs itself; logging its access would feed itself');
    for (const { taskDefinition } of Object.values(this.services)) {
      acknowledge(
        taskDefinition,
        'ECS2',
        'Plain variables hold names and numbers; passwords come from Secrets Manager',
      );
      acknowledge(
        taskDefinition.obtainExecutionRole(),
        'IAM5[Resource::*]',
        'ecr:GetAuthorizationToken is the one action, and it takes no resource',
      );
    }
  }
}

/** The rules of a security group that are resources of their own. */
function rulesOf({ node }: ec2.ISecurityGroup): readonly IConstruct[] {
  return node.children.filter((child) => child !== node.defaultChild);
}
