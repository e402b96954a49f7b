import { keptOf } from '../../../scripts/teardown/kept';
import type { Left } from '../../../scripts/teardown/left';
import { leftLines } from '../../../scripts/teardown/left-words';
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

/** All of it, each as a look has shown it. */
function left(seen: Readonly<Record<string, Partial<Left>>> = {}): readonly Left[] {
  return keptOf([stack]).map((kept) => ({
    ...kept,
    sight: kept.fate === 'stays' ? 'there' : 'to come',
    snapshots: [],
    ...seen[kept.logicalId],
  }));
}

describe('what stays', () => {
  const text = leftLines(left()).join('\n');

  test('is told with its price, the source of that, and the command that removes it', () => {
    expect(text).toMatch(/AWS::KMS::Key, 1: \$1\.00 a month.*https:\/\/aws\.amazon\.com\/kms\/pricing/);
    expect(text).toMatch(/AWS::SecretsManager::Secret, 1: \$0\.40 a month.*secrets-manager\/pricing/);
    expect(text).toMatch(
      /the-secret of Dev-Data \(eu-west-1\)\n.*aws secretsmanager delete-secret --region eu-west-1 .*the-secret/,
    );
    expect(text).toMatch(/aws logs delete-log-group --region eu-west-1 --log-group-name the-logs/);
    expect(text).toMatch(
      /the snapshots of each AWS::RDS::DBCluster, 1:.*\n.*the-cluster.*\n.*describe-db-cluster-snapshots.*the-cluster/,
    );
    expect(text).toMatch(
      /AWS::DynamoDB::Table, 1: not known here.*\n.*\n.*--type-name AWS::DynamoDB::Table --identifier 'the-table'/,
    );
    expect(text).not.toContain('the-topic');
  });

  test('ends with the snapshots and then the key, because the others are lost with it', () => {
    const snapshots = [{ id: 'the-last', status: 'available', takenAt: new Date('2026-11-20T10:00:00Z') }];
    const lines = leftLines(left({ Cluster: { sight: 'there', snapshots } }));
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    const inOrder = [
      at('AWS::DynamoDB::Table, 1'),
      at('the snapshots of each AWS::RDS::DBCluster'),
      at('snapshot the-last of the-cluster, available, of 2026-11-20'),
      at('delete-db-cluster-snapshot --region eu-west-1 --db-cluster-snapshot-identifier the-last'),
      at('AWS::KMS::Key, 1'),
      at('schedule-key-deletion'),
    ];
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    expect(inOrder).not.toContain(-1);
    expect(inOrder.at(-1)).toBe(lines.length - 1);
  });

  test('is removed by other commands first, where a look has shown that it needs them', () => {
    const lines = leftLines(left({ Secret: { sight: { removeBefore: ['aws remove-replicas the-secret'] } } }));
    const at = lines.findIndex((line) => line.includes('the-secret of Dev-Data'));
    expect(lines.slice(at + 1, at + 3)).toEqual([
      expect.stringContaining('remove: aws remove-replicas the-secret'),
      expect.stringContaining('remove: aws secretsmanager delete-secret'),
    ]);
  });

  test('is neither what is gone nor what goes by itself: those have no price, and no command that removes them', () => {
    const scheduled = { scheduled: 'KMS deletes it after 2026-12-20', takeBack: 'aws take-back the-key' };
    const said = leftLines(
      left({ Key: { sight: scheduled }, Bucket: { sight: 'gone' }, Cluster: { sight: 'gone' } }),
    ).join('\n');
    expect(said).toMatch(/by itself: AWS::KMS::Key the-key of Dev-Data .*2026-12-20.*snapshots too.*\n.*aws take-back/);
    expect(said).toMatch(/Gone already: AWS::S3::Bucket the-bucket of Dev-Data/);
    expect(said).toMatch(/Gone already: .*snapshot.* the-cluster of Dev-Data/);
    expect(said).not.toMatch(/schedule-key-deletion|delete-bucket|AWS::S3::Bucket, |find:/);
    expect(said).toContain('delete-secret');
  });

  test('stays in the list where nobody could look, with the reason, and no other is said not to be looked at', () => {
    const said = leftLines(left({ Secret: { sight: { notLookedAt: 'no right' } } })).join('\n');
    expect(said).toMatch(/the-secret of .*, not looked at\n.*delete-secret .*\n.*not looked at: no right/);
    expect(said.match(/not looked at/g)).toHaveLength(2);
  });

  test('may be nothing', () => {
    expect(leftLines([])).toEqual(['Stays: nothing.']);
  });
});
