import { Match } from 'aws-cdk-lib/assertions';
import { physicalNames, rdsEngineVersion } from '../../lib/config';
import { template } from '../helpers/assembly';
import { configurationOf } from '../helpers/variants';
import { onlyOf, propertiesOf, resourcesOf } from './resources';

const { application, environments } = configurationOf();

interface Kept {
  readonly Type: string;
  readonly DeletionPolicy?: string;
}

describe.each(environments)('the database of $name', ({ name, database }) => {
  const data = template(name, 'Data');
  const names = physicalNames(application, name);

  test('is sized and named by the configuration', () => {
    expect(onlyOf(data, 'AWS::RDS::DBCluster')).toMatchObject({
      DBClusterIdentifier: names.databaseCluster,
      DatabaseName: database.databaseName,
      EngineVersion: rdsEngineVersion(database.engineVersion),
      BackupRetentionPeriod: database.backupRetentionDays,
      ServerlessV2ScalingConfiguration: {
        MinCapacity: database.minCapacityAcu,
        MaxCapacity: database.maxCapacityAcu,
      },
      StorageEncrypted: true,
      EnableIAMDatabaseAuthentication: true,
    });
    data.resourceCountIs('AWS::RDS::DBInstance', 1 + database.readers);
  });

  test('shows its performance and is never public', () => {
    const instances = propertiesOf(data, 'AWS::RDS::DBInstance');
    for (const instance of instances) {
      expect(instance).toMatchObject({ EnablePerformanceInsights: true, PubliclyAccessible: false });
    }
  });

  test('refuses connections without TLS', () => {
    data.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Parameters: { require_secure_transport: 'ON' },
    });
    data.hasResourceProperties('AWS::RDS::DBProxy', { RequireTLS: true, DBProxyName: names.databaseProxy });
  });

  test('exports its logs into encrypted groups that exist before it', () => {
    const [cluster] = Object.values(resourcesOf(data, 'AWS::RDS::DBCluster'));
    const exported = cluster?.Properties.EnableCloudwatchLogsExports as string[];
    const groups = Object.entries(resourcesOf(data, 'AWS::Logs::LogGroup'));
    expect(groups.map(([, { Properties }]) => Properties.LogGroupName).sort()).toEqual(
      exported.map((log) => `/aws/rds/cluster/${names.databaseCluster}/${log}`).sort(),
    );
    expect(cluster?.DependsOn).toEqual(expect.arrayContaining(groups.map(([logicalId]) => logicalId)));
  });

  test('keeps the secrets as long as the cluster, and neither where their own creation failed', () => {
    const cluster = Object.values(resourcesOf(data, 'AWS::RDS::DBCluster')).map(({ DeletionPolicy }) => DeletionPolicy);
    const secrets = Object.values(resourcesOf(data, 'AWS::SecretsManager::Secret'));
    expect(cluster).toEqual([database.deletionProtection ? 'RetainExceptOnCreate' : 'Snapshot']);
    expect(secrets).toHaveLength(2);
    for (const { DeletionPolicy } of secrets) {
      expect(DeletionPolicy).toBe(database.deletionProtection ? 'RetainExceptOnCreate' : 'Delete');
    }
  });

  test('keeps with a cluster what it can not do without', () => {
    const parts = ['AWS::RDS::DBInstance', 'AWS::RDS::DBSubnetGroup'].flatMap((type) =>
      Object.values(resourcesOf(data, type)),
    );
    expect(parts).toHaveLength(1 + database.readers + 1);
    for (const { DeletionPolicy } of parts) {
      expect(DeletionPolicy).toBe(database.deletionProtection ? 'RetainExceptOnCreate' : 'Delete');
    }
  });

  test('does not say whether it is protected, for what is can neither be rolled back nor left to the pipeline', () => {
    expect(onlyOf(data, 'AWS::RDS::DBCluster')).not.toHaveProperty('DeletionProtection');
  });

  test('keeps nothing with a name of its own that a failed creation would leave behind', () => {
    const kept = Object.values((data.toJSON() as { Resources: Record<string, Kept> }).Resources).filter(
      ({ DeletionPolicy }) => DeletionPolicy === 'Retain',
    );
    expect(kept.map(({ Type }) => Type)).toEqual([]);
  });

  test('knows two users, and its proxy lends connections to both', () => {
    const users = propertiesOf(data, 'AWS::SecretsManager::Secret').map(
      ({ GenerateSecretString }) => (GenerateSecretString as { SecretStringTemplate: string }).SecretStringTemplate,
    );
    expect(new Set(users).size).toBe(2);
    expect(onlyOf(data, 'AWS::RDS::DBProxy').Auth).toHaveLength(2);
  });

  test('changes the master password in the VPC, every 30 days', () => {
    data.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      HostedRotationLambda: {
        RotationType: 'MySQLSingleUser',
        RotationLambdaName: names.masterRotationFunction,
        VpcSubnetIds: Match.anyValue(),
      },
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
    });
  });

  test('is reached by security groups alone, never by an address, and each rule is made once', () => {
    const rules = propertiesOf(data, 'AWS::EC2::SecurityGroupIngress');
    expect(rules.length).toBe(2);
    expect(rules.filter(({ CidrIp }) => CidrIp !== undefined)).toEqual([]);
    const pairs = rules.map(({ GroupId, SourceSecurityGroupId }) => JSON.stringify([GroupId, SourceSecurityGroupId]));
    expect(new Set(pairs).size).toBe(pairs.length);
  });
});

describe('the secrets of an environment with a recovery region', () => {
  test('are replicated there', () => {
    const [environment] = configurationOf('europe').environments;
    const secrets = propertiesOf(template('Dev', 'Data', 'europe'), 'AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(2);
    for (const { ReplicaRegions } of secrets) expect(ReplicaRegions).toEqual([{ Region: environment?.recoveryRegion }]);
  });
});

test.each(configurationOf('europe').environments)(
  'the proxy of $name, and what rotates passwords, stand in the zones that there were at first, the cluster in all',
  ({ name, network }) => {
    const data = template(name, 'Data', 'europe');
    const { VpcSubnetIds } = onlyOf(data, 'AWS::RDS::DBProxy');
    const { SubnetIds } = onlyOf(data, 'AWS::RDS::DBSubnetGroup');
    const { availabilityZones, zonesAtFirst = availabilityZones } = network;
    expect(SubnetIds).toHaveLength(availabilityZones);
    expect(VpcSubnetIds).toEqual((SubnetIds as unknown[]).slice(0, zonesAtFirst));
    const { HostedRotationLambda } = onlyOf(data, 'AWS::SecretsManager::RotationSchedule');
    const subnets = JSON.stringify((HostedRotationLambda as { VpcSubnetIds: unknown }).VpcSubnetIds);
    expect(subnets.match(/Fn::ImportValue/g)).toHaveLength(zonesAtFirst);
  },
);
