import { keptOf } from '../../../scripts/teardown/kept';
import { keptLines } from '../../../scripts/teardown/words';
import { livingStack } from './living-stack';

/** One stack that keeps something of each kind, and lets something go. */
const kinds = {
  Key: 'AWS::KMS::Key',
  Bucket: 'AWS::S3::Bucket',
  Secret: 'AWS::SecretsManager::Secret',
  Logs: 'AWS::Logs::LogGroup',
  Group: 'AWS::RDS::DBSubnetGroup',
  Table: 'AWS::DynamoDB::Table',
} as const;
const stack = livingStack('Dev-Data', {
  template: {
    Resources: {
      ...Object.fromEntries(
        Object.entries(kinds).map(([logicalId, Type]) => [logicalId, { Type, DeletionPolicy: 'Retain' }]),
      ),
      Cluster: { Type: 'AWS::RDS::DBCluster', DeletionPolicy: 'Snapshot' },
      Topic: { Type: 'AWS::SNS::Topic' },
    },
  },
  resources: [...Object.entries(kinds), ['Cluster', 'AWS::RDS::DBCluster'], ['Topic', 'AWS::SNS::Topic']].map(
    ([logicalId = '', type = '']) => ({ logicalId, type, physicalId: `the-${logicalId.toLowerCase()}` }),
  ),
});

describe('what stays', () => {
  const text = keptLines(keptOf([stack])).join('\n');

  test('is told with its price, the source of that, and the command that removes it', () => {
    expect(text).toMatch(/AWS::KMS::Key, 1: \$1\.00 a month.*https:\/\/aws\.amazon\.com\/kms\/pricing/);
    expect(text).toMatch(/AWS::SecretsManager::Secret, 1: \$0\.40 a month.*secrets-manager\/pricing/);
    expect(text).toMatch(
      /the-secret of Dev-Data \(eu-west-1\)\n.*aws secretsmanager delete-secret --region eu-west-1 .*the-secret/,
    );
    expect(text).toMatch(/aws logs delete-log-group --region eu-west-1 --log-group-name the-logs/);
    expect(text).toMatch(
      /last snapshot of each AWS::RDS::DBCluster, 1:.*\n.*the-cluster.*\n.*describe-db-cluster-snapshots.*the-cluster/,
    );
    expect(text).toMatch(
      /AWS::DynamoDB::Table, 1: not known here.*\n.*\n.*--type-name AWS::DynamoDB::Table --identifier 'the-table'/,
    );
    expect(text).not.toContain('the-topic');
  });

  test('ends with the key, because the others are lost with it', () => {
    expect(text.indexOf('AWS::KMS::Key')).toBeGreaterThan(text.indexOf('AWS::DynamoDB::Table'));
  });

  test('may be nothing', () => {
    expect(keptLines([])).toEqual(['Stays: nothing.']);
  });
});
