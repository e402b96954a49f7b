import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { rdsEngineVersion } from '../config';
import { AlarmBoard } from '../constructs/alarm-board';
import { watchDatabase, watchProxy } from '../constructs/database-alarms';
import { EnvironmentLogGroup } from '../constructs/environment-log-group';
import { SecretRotation } from '../constructs/secret-rotation';
import { acknowledge } from './acknowledgements';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import type { NetworkStack } from './network-stack';
import { SubnetGroup } from './subnet-group';

/** Logs that the cluster exports. */
const databaseLogs = ['audit', 'error', 'slowquery'];

export interface DataStackProps extends EnvironmentStackProps {
  readonly network: NetworkStack;
}

/** The shop's database, its two users' secrets, and the proxy that the tasks connect to. */
export class DataStack extends EnvironmentStack {
  readonly cluster: rds.DatabaseCluster;
  readonly clusterSecurityGroup: ec2.SecurityGroup;
  readonly proxy: rds.DatabaseProxy;
  readonly proxySecurityGroup: ec2.SecurityGroup;
  /** Master user; migrations alone use it. */
  readonly masterSecret: rds.DatabaseSecret;
  /** The user that the services connect as; migrations create it. */
  readonly applicationSecret: rds.DatabaseSecret;
  readonly alarms: AlarmBoard;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { vpc, topics } = props.network;
    // Imported by its ARN: grants stay on the principals of this stack and leave the key policy alone.
    const key = kms.Key.fromKeyArn(this, 'Key', props.network.key.keyArn);

    this.masterSecret = this.addSecret('MasterSecret', 'shop_admin', key);
    this.applicationSecret = this.addSecret('ApplicationSecret', 'shop', key);
    this.clusterSecurityGroup = new ec2.SecurityGroup(this, 'ClusterSecurityGroup', {
      vpc,
      description: 'Aurora cluster',
      allowAllOutbound: false,
    });
    this.cluster = this.addCluster(vpc, key);
    this.applicationSecret.attach(this.cluster);

    this.proxySecurityGroup = new ec2.SecurityGroup(this, 'ProxySecurityGroup', {
      vpc,
      description: 'RDS Proxy',
      allowAllOutbound: false,
    });
    this.proxy = this.addProxy(props.network);

    this.alarms = new AlarmBoard(this, this.application, this.settings, topics);
    const rotation = new SecretRotation(this, 'MasterRotation', {
      secret: this.masterSecret,
      user: 'master',
      functionName: this.names.masterRotationFunction,
      vpc,
      cidr: this.settings.network.cidr,
      subnets: props.network.subnetsAtFirst(SubnetGroup.Application),
      databaseSecurityGroup: this.clusterSecurityGroup,
      alarms: this.alarms,
    });
    // The schedule rotates at once, which needs the secret to know its cluster and the cluster to answer.
    rotation.node.addDependency(this.masterSecret.node.findChild('Attachment'), this.cluster);
    watchDatabase(this.alarms, this.cluster, this.settings.alarms.thresholds);
    watchProxy(this.alarms, this.proxy, this.settings.alarms.thresholds);
    this.acknowledgeFindings();
  }

  private addSecret(id: string, username: string, key: kms.IKey): rds.DatabaseSecret {
    const { recoveryRegion } = this.settings;
    const secret = new rds.DatabaseSecret(this, id, {
      username,
      encryptionKey: key,
      replicaRegions: [recoveryRegion].flatMap((region) => region ?? []).map((region) => ({ region })),
    });
    secret.applyRemovalPolicy(this.keptOr(RemovalPolicy.DESTROY));
    return secret;
  }

  /**
   * A cluster that is kept keeps its secrets; one that goes takes a last snapshot, and its secrets go too. None is kept when its
   * own creation fails: its name is fixed, and the next try would find it taken.
   */
  private keptOr(otherwise: RemovalPolicy): RemovalPolicy {
    return this.settings.database.deletionProtection ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : otherwise;
  }

  /** A cluster that is kept needs its instances and its subnets; the CDK knows this of `RETAIN` alone. */
  private keepWith(cluster: rds.DatabaseCluster): void {
    const parts = cluster.node
      .findAll()
      .filter((part) => part instanceof rds.CfnDBInstance || part instanceof rds.CfnDBSubnetGroup);
    for (const part of parts) part.applyRemovalPolicy(this.keptOr(RemovalPolicy.DESTROY));
  }

  private addCluster(vpc: ec2.IVpc, key: kms.IKey): rds.DatabaseCluster {
    const { database } = this.settings;
    const instance: rds.ServerlessV2ClusterInstanceProps = {
      publiclyAccessible: false,
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: key,
      autoMinorVersionUpgrade: false,
    };
    const cluster = new rds.DatabaseCluster(this, 'Cluster', {
      clusterIdentifier: this.names.databaseCluster,
      engine: rds.DatabaseClusterEngine.auroraMysql({
        version: rds.AuroraMysqlEngineVersion.of(rdsEngineVersion(database.engineVersion), '8.0'),
      }),
      credentials: rds.Credentials.fromSecret(this.masterSecret),
      writer: rds.ClusterInstance.serverlessV2('Writer', instance),
      readers: Array.from({ length: database.readers }, (_, index) =>
        // The first reader grows with the writer, so that it can take over at any moment.
        rds.ClusterInstance.serverlessV2(`Reader${index + 1}`, { ...instance, scaleWithWriter: index === 0 }),
      ),
      serverlessV2MinCapacity: database.minCapacityAcu,
      serverlessV2MaxCapacity: database.maxCapacityAcu,
      vpc,
      vpcSubnets: { subnetGroupName: SubnetGroup.Data },
      securityGroups: [this.clusterSecurityGroup],
      storageEncryptionKey: key,
      iamAuthentication: true,
      // Left unsaid, it is what the pipeline's protection step has made it; said here, no failed creation could be rolled back.
      deletionProtection: undefined,
      removalPolicy: this.keptOr(RemovalPolicy.SNAPSHOT),
      backup: { retention: Duration.days(database.backupRetentionDays) },
      copyTagsToSnapshot: true,
      defaultDatabaseName: database.databaseName,
      cloudwatchLogsExports: databaseLogs,
      parameters: {
        require_secure_transport: 'ON',
        server_audit_logging: '1',
        server_audit_events: 'CONNECT,QUERY_DCL,QUERY_DDL',
        slow_query_log: '1',
        long_query_time: '1',
      },
    });
    this.keepWith(cluster);
    // The cluster would create its log groups itself, without key and retention.
    for (const log of databaseLogs) {
      const name = `/aws/rds/cluster/${this.names.databaseCluster}/${log}`;
      cluster.node.addDependency(new EnvironmentLogGroup(this, `${log}-log`, { key, name }));
    }
    return cluster;
  }

  /**
   * Services and migrations both connect through the proxy: its certificate is one that every client trusts, and its
   * pool keeps the number of connections within what the cluster can hold.
   *
   * Its subnets stay what they were when the environment gets another zone: with others it would be another proxy, whose endpoint
   * the services could not turn to, because they import that of the old one.
   */
  private addProxy(network: NetworkStack): rds.DatabaseProxy {
    return new rds.DatabaseProxy(this, 'Proxy', {
      dbProxyName: this.names.databaseProxy,
      proxyTarget: rds.ProxyTarget.fromCluster(this.cluster),
      secrets: [this.masterSecret, this.applicationSecret],
      vpc: network.vpc,
      vpcSubnets: network.subnetsAtFirst(SubnetGroup.Data),
      securityGroups: [this.proxySecurityGroup],
      requireTLS: true,
      // A request that waits longer than the shop's own deadline is better refused.
      borrowTimeout: Duration.seconds(10),
      idleClientTimeout: Duration.minutes(15),
      maxConnectionsPercent: 90,
    });
  }

  private acknowledgeFindings(): void {
    acknowledge(
      this.cluster,
      'RDS11',
      'A secret port protects nothing; security groups admit proxy and rotation alone',
    );
    acknowledge(
      this.cluster,
      'RDS14',
      'Lost data is restored to a point in time in a new cluster, which leaves the damaged one to be looked at',
    );
    acknowledge(
      this.applicationSecret,
      'SMG4',
      'The Service stack schedules the rotation, once migrations have created the user',
    );
    acknowledge(
      this.cluster,
      'RDS10',
      this.settings.database.deletionProtection
        ? 'The pipeline switches it on after each deployment: on from the start it would make a failed creation permanent'
        : 'This environment may be taken down; a last snapshot is kept',
    );
  }
}
