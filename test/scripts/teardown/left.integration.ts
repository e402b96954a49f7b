import { queryAnswer, type RecordedAnswer } from '../../helpers/recorded-aws';
import { RecordedAccount } from './recorded-account';
import { environment, environmentAccount, recordedTeardown, region } from './recorded-teardown';

const { aws, call } = recordedTeardown();

describe('what an environment has left (recorded)', () => {
  const physicalIds = {
    'AWS::KMS::Key': '0000-key',
    'AWS::S3::Bucket': 'dev-logs',
    'AWS::SecretsManager::Secret': `arn:aws:secretsmanager:${region}:${environmentAccount}:secret:master-AbCdEf`,
    'AWS::Logs::LogGroup': '/tap-dev/service',
    'AWS::RDS::DBSubnetGroup': 'dev-subnets',
    'AWS::DynamoDB::Table': 'dev-table',
  } as const;
  const kept = Object.entries(physicalIds).map(([type, physicalId], number) => ({
    logicalId: `Kept${number}`,
    physicalId,
    type,
    deletionPolicy: 'Retain',
  }));
  const looks: Readonly<Record<string, string>> = {
    'kms DescribeKey': 'KeyId',
    's3 HEAD /dev-logs/': '',
    'secretsmanager DescribeSecret': 'SecretId',
    'logs DescribeLogGroups': 'logGroupNamePrefix',
    'rds DescribeDBSubnetGroups': 'DBSubnetGroupName',
  };
  const subnets = queryAnswer(
    'DescribeDBSubnetGroups',
    '<DBSubnetGroups><DBSubnetGroup><DBSubnetGroupName>dev-subnets</DBSubnetGroupName></DBSubnetGroup></DBSubnetGroups>',
  );
  const there: Readonly<Record<string, RecordedAnswer>> = {
    'kms DescribeKey': { json: { KeyMetadata: { KeyId: '0000-key', KeyState: 'Enabled' } } },
    's3 HEAD /dev-logs/': { xml: '' },
    'secretsmanager DescribeSecret': { json: { Name: 'master' } },
    'logs DescribeLogGroups': { json: { logGroups: [{ logGroupName: '/tap-dev/service' }] } },
    'rds DescribeDBSubnetGroups': subnets,
  };
  const gone: typeof there = {
    'kms DescribeKey': { error: 'NotFoundException', message: 'Key does not exist' },
    's3 HEAD /dev-logs/': { error: 'NoSuchBucket', status: 404 },
    'secretsmanager DescribeSecret': { error: 'ResourceNotFoundException', message: "can't find the secret" },
    'logs DescribeLogGroups': { json: { logGroups: [{ logGroupName: '/tap-dev/service-of-another' }] } },
    'rds DescribeDBSubnetGroups': { error: 'DBSubnetGroupNotFoundFault', status: 404 },
  };

  /** What is said of an environment that is down, with these answers to the looks. */
  async function leftAfter(answers: typeof there) {
    const account = new RecordedAccount(environment('Dev', { Data: { resources: kept } }).slice(0, 2));
    await call(account);
    const { exitCode, said } = await call(account, undefined, ({ what }) => answers[what]);
    expect(exitCode).toBe(0);
    for (const [what, field] of Object.entries(looks)) {
      const asked = aws().calls.filter((one) => one.what === what);
      expect(asked.length).toBeGreaterThan(0);
      if (field !== '') expect(Object.values(physicalIds)).toContain(asked[0]?.input[field]);
    }
    return said;
  }

  const lookedAt = Object.entries(physicalIds).filter(([type]) => type !== 'AWS::DynamoDB::Table');

  test('is listed with its commands where it is still there', async () => {
    const said = await leftAfter(there);
    expect(lookedAt).toHaveLength(5);
    for (const [type, id] of lookedAt)
      expect(said).toMatch(new RegExp(`${type}, \\d: .*[\\s\\S]*    ${id} of Dev-Data.*20\n`));
    expect(said).not.toContain('Gone already');
    expect(said).toMatch(/dev-table .*not looked at\n.*delete-resource .*\n.*not looked at: .*AWS::DynamoDB::Table/);
  });

  test('is said to be gone where it is, and costs nothing any more', async () => {
    const said = await leftAfter(gone);
    for (const [type, id] of lookedAt) {
      expect(said).toContain(`Gone already: ${type} ${id} of Dev-Data (${region})`);
      expect(said).not.toMatch(new RegExp(`${type}, \\d:`));
    }
    expect(said).toContain('AWS::DynamoDB::Table, 1:');
  });

  test('has its replicas removed before it, where it is a secret that has some', async () => {
    const said = await leftAfter({
      ...there,
      'secretsmanager DescribeSecret': {
        json: { Name: 'master', ReplicationStatus: [{ Region: 'eu-central-1' }, { Region: 'eu-north-1' }] },
      },
    });
    expect(said).toMatch(
      /remove-regions-from-replication --region eu-west-1 .*master-AbCdEf --remove-replica-regions eu-central-1 eu-north-1\n.*delete-secret/,
    );
    expect(await leftAfter(there)).not.toContain('remove-regions-from-replication');
  });

  test('is said to go where its deletion is scheduled, with the way back', async () => {
    const said = await leftAfter({
      ...there,
      'kms DescribeKey': {
        json: { KeyMetadata: { KeyId: '0000-key', KeyState: 'PendingDeletion', DeletionDate: 1_797_768_000 } },
      },
      'secretsmanager DescribeSecret': { json: { Name: 'master', DeletedDate: 1_795_176_000 } },
    });
    expect(said).toMatch(/Goes by itself: .*0000-key of Dev-Data .*2026-12-20.*\n.*cancel-key-deletion .*0000-key/);
    expect(said).toMatch(/Goes by itself: .*master-AbCdEf of Dev-Data .*\n.*restore-secret .*master-AbCdEf/);
    expect(said).not.toMatch(/schedule-key-deletion|delete-secret/);
  });

  test('stays listed where nobody may look, and says by which right one could', async () => {
    const said = await leftAfter({ 's3 HEAD /dev-logs/': { error: 'AccessDenied', status: 403 } });
    for (const [, id] of lookedAt) expect(said).toMatch(new RegExp(`    ${id} of Dev-Data.*, not looked at`));
    for (const right of [
      'kms:DescribeKey',
      's3:ListBucket',
      'secretsmanager:DescribeSecret',
      'logs:DescribeLogGroups',
    ]) {
      expect(said).toMatch(new RegExp(`not looked at: TAP6005: .*${right}`));
    }
    expect(said).not.toContain('Gone already');
  });
});
