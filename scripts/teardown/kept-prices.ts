/** Something that outlives its stack, as its type alone tells it. */
export interface KeptKind {
  /** What it costs, in words, with figures where AWS's page has them for all. */
  readonly cost: string;
  /** AWS's page with the price. */
  readonly source: string;
  /** The commands that remove it for good. */
  remove(physicalId: string, region: string): readonly string[];
}

/** Figures are those of us-east-1 on AWS's pages in November 2026; other regions differ by a little. */
const s3 = 'https://aws.amazon.com/s3/pricing/';
const aurora = 'https://aws.amazon.com/rds/aurora/pricing/';

/** Every version and delete marker, a thousand at a time, as one call takes. */
const versions = "'{Objects: [Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}}'";

const kinds: Readonly<Record<string, KeptKind>> = {
  'AWS::KMS::Key': {
    cost: '$1.00 a month, and $1.00 more for each of the first two times that it was rotated; nothing from the day on which its deletion is scheduled. What is encrypted with it (snapshots too) is lost with it, so it goes last',
    source: 'https://aws.amazon.com/kms/pricing/',
    remove: (id, region) => [
      `aws kms schedule-key-deletion --region ${region} --key-id ${id} --pending-window-in-days 30`,
    ],
  },
  'AWS::S3::Bucket': {
    cost: 'about $0.023 a month for each GB, all versions counted; an empty one nothing. Logs in it expire by themselves',
    source: s3,
    remove: (id, region) => [
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/empty-bucket.html
      `aws s3api delete-objects --region ${region} --bucket ${id} --delete "$(aws s3api list-object-versions --region ${region} --bucket ${id} --max-items 1000 --query ${versions} --output json)"   # again, until nothing is left`,
      `aws s3api delete-bucket --region ${region} --bucket ${id}`,
    ],
  },
  'AWS::SecretsManager::Secret': {
    cost: '$0.40 a month, and as much for each replica; nothing from the day on which its deletion is scheduled',
    source: 'https://aws.amazon.com/secrets-manager/pricing/',
    remove: (id, region) => [
      `aws secretsmanager delete-secret --region ${region} --secret-id ${id} --recovery-window-in-days 30`,
    ],
  },
  'AWS::Logs::LogGroup': {
    cost: 'about $0.03 a month for each GB stored',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
    remove: (id, region) => [`aws logs delete-log-group --region ${region} --log-group-name ${id}`],
  },
  'AWS::RDS::DBSubnetGroup': {
    cost: 'nothing',
    source: aurora,
    remove: (id, region) => [`aws rds delete-db-subnet-group --region ${region} --db-subnet-group-name ${id}`],
  },
  'AWS::RDS::DBCluster': {
    cost: 'its capacity by the hour and its storage by the GB, as long as it is there',
    source: aurora,
    remove: (id, region) => [
      `aws rds delete-db-cluster --region ${region} --db-cluster-identifier ${id} --final-db-snapshot-identifier ${id}-last`,
    ],
  },
  'AWS::RDS::DBInstance': {
    cost: 'its capacity by the hour, as long as it is there',
    source: aurora,
    remove: (id, region) => [`aws rds delete-db-instance --region ${region} --db-instance-identifier ${id}`],
  },
};

/** The snapshots of a cluster. */
export const snapshotKind = {
  cost: 'backup storage by the GB and month, as long as it is there: the price is that of its region',
  source: aurora,
  /** The command that shows them, where nobody could look. */
  find: (cluster: string, region: string) =>
    `aws rds describe-db-cluster-snapshots --region ${region} --snapshot-type manual --db-cluster-identifier ${cluster}`,
  remove: (snapshot: string, region: string) => [
    `aws rds delete-db-cluster-snapshot --region ${region} --db-cluster-snapshot-identifier ${snapshot}`,
  ],
} as const;

/** What is known of a kept resource of this type. Of an unknown one it is said that no price is known. */
export function kindOf(type: string): KeptKind {
  return (
    kinds[type] ?? {
      cost: 'not known here',
      source: 'https://aws.amazon.com/pricing/',
      // https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations-delete.html
      remove: (id, region) => [
        `aws cloudcontrol delete-resource --region ${region} --type-name ${type} --identifier '${id}'`,
      ],
    }
  );
}
