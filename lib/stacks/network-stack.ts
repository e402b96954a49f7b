import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { zonesAtFirstOf, zonesOf } from '../config';
import { AlarmBoard, type AlarmTopics } from '../constructs/alarm-board';
import { AlarmTopic } from '../constructs/alarm-topic';
import { EnvironmentKey } from '../constructs/environment-key';
import { EnvironmentLogGroup } from '../constructs/environment-log-group';
import { watchNotifications } from '../constructs/notification-alarms';
import { serviceForThisAccount } from '../constructs/service-trust';
import { acknowledge } from './acknowledgements';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import { SubnetGroup } from './subnet-group';

/** Zones that the address plan keeps room for, so that a third zone moves no subnet. */
const plannedZones = 3;

/**
 * What everything else stands on: the VPC, the customer key, and the alarm topics.
 *
 * The topics are here and not with the dashboard, because the alarms of every level need them.
 */
export class NetworkStack extends EnvironmentStack {
  readonly vpc: ec2.Vpc;
  readonly key: EnvironmentKey;
  readonly topics: AlarmTopics;
  readonly alarms: AlarmBoard;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, props);
    const { network, alarms } = this.settings;
    this.key = new EnvironmentKey(this, 'Key', { alias: this.names.keyAlias });
    this.topics = {
      warning: new AlarmTopic(this, 'WarningTopic', { key: this.key, emails: alarms.subscriptions.warning }),
      critical: new AlarmTopic(this, 'CriticalTopic', { key: this.key, emails: alarms.subscriptions.critical }),
    };
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(network.cidr),
      maxAzs: network.availabilityZones,
      reservedAzs: plannedZones - network.availabilityZones,
      natGateways: network.natGateways,
      subnetConfiguration: [
        { name: SubnetGroup.Public, subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: SubnetGroup.Application, subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: SubnetGroup.Data, subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
    this.nameZonesById();
    this.vpc.addFlowLog('FlowLog', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(
        new EnvironmentLogGroup(this, 'FlowLogs', { key: this.key }),
        new iam.Role(this, 'FlowLogRole', { assumedBy: serviceForThisAccount(this, 'vpc-flow-logs.amazonaws.com') }),
      ),
    });
    this.addEndpoints();
    this.protectData();

    this.alarms = new AlarmBoard(this, this.application, this.settings, this.topics);
    watchNotifications(this.alarms, this.topics, 'notifications');
    this.watchNatGateways();
  }

  /**
   * The zones of the subnets. The CDK would look them up in the account, and synthesis must need neither credentials nor
   * network.
   */
  override get availabilityZones(): string[] {
    return [...zonesOf(this.settings)];
  }

  /** Subnets for what can't be given others later: those of the zones that the environment had at first. */
  subnetsAtFirst(subnetGroupName: string): ec2.SubnetSelection {
    const { subnets } = this.vpc.selectSubnets({ subnetGroupName });
    return { subnets: subnets.slice(0, zonesAtFirstOf(this.settings).length) };
  }

  /**
   * Puts each subnet into its zone by the zone's id. The CDK knows zones by name alone, and a name such as us-east-1a means
   * another zone in each account.
   *
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
   */
  private nameZonesById(): void {
    for (const { node } of [...this.vpc.publicSubnets, ...this.vpc.privateSubnets, ...this.vpc.isolatedSubnets]) {
      const subnet = node.defaultChild as ec2.CfnSubnet;
      subnet.availabilityZoneId = subnet.availabilityZone;
      subnet.availabilityZone = undefined;
    }
  }

  /** What the tasks call reaches AWS without a NAT gateway. */
  private addEndpoints(): void {
    this.vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    const securityGroup = new ec2.SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'Interface endpoints',
      allowAllOutbound: false,
    });
    securityGroup.addIngressRule(
      ec2.Peer.ipv4(this.settings.network.cidr),
      ec2.Port.tcp(443),
      'AWS APIs, called from inside the VPC',
    );
    const services = {
      EcrApi: ec2.InterfaceVpcEndpointAwsService.ECR,
      EcrDocker: ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
      Logs: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
      SecretsManager: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
    };
    for (const [id, service] of Object.entries(services)) {
      this.vpc.addInterfaceEndpoint(id, {
        service,
        open: false,
        securityGroups: [securityGroup],
        subnets: { subnetGroupName: SubnetGroup.Application },
      });
    }
  }

  /** A second fence around the isolated subnets: nothing but MySQL comes in, nothing but answers leave. */
  private protectData(): void {
    const acl = new ec2.NetworkAcl(this, 'DataAcl', {
      vpc: this.vpc,
      subnetSelection: { subnetGroupName: SubnetGroup.Data },
    });
    const cidr = ec2.AclCidr.ipv4(this.settings.network.cidr);
    const rules = [
      // The proxy stands in these subnets too: it calls the cluster, and both answer.
      { id: 'MySql', ruleNumber: 100, traffic: ec2.AclTraffic.tcpPort(3306) },
      { id: 'Answers', ruleNumber: 110, traffic: ec2.AclTraffic.tcpPortRange(1024, 65535) },
    ];
    for (const { id, ...rule } of rules) {
      acl.addEntry(`${id}In`, { ...rule, cidr, direction: ec2.TrafficDirection.INGRESS });
      acl.addEntry(`${id}Out`, { ...rule, cidr, direction: ec2.TrafficDirection.EGRESS });
    }
    for (const part of [acl, ...acl.node.findAll().filter((child) => child instanceof ec2.NetworkAclEntry)]) {
      acknowledge(part, 'VPC3', 'Required besides security groups on the subnets that hold the data; it only narrows');
    }
  }

  private watchNatGateways(): void {
    const gateways = this.vpc.publicSubnets
      .flatMap((subnet) => subnet.node.children)
      .filter((child) => child instanceof ec2.CfnNatGateway);
    for (const [index, gateway] of gateways.entries()) {
      this.alarms.critical(
        {
          name: `nat-port-errors-${index + 1}`,
          metric: new cloudwatch.Metric({
            namespace: 'AWS/NATGateway',
            metricName: 'ErrorPortAllocation',
            dimensionsMap: { NatGatewayId: gateway.attrNatGatewayId },
            statistic: 'Sum',
            period: this.alarms.period,
          }),
          means: 'A NAT gateway has no source port left, so connections out of the application subnets fail.',
          runbook: 'network',
          gate: { part: 'always', feed: 'watch' },
        },
        1,
      );
    }
  }
}
