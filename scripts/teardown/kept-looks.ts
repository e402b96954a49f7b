import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSubnetGroupsCommand,
} from '@aws-sdk/client-rds';
import { HeadBucketCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { RegionClients } from './aws';

/**
 * What a look at a resource has shown. One that is there may need other commands before it can be removed; a deletion that is
 * scheduled can be taken back, by the command.
 */
export type Shown =
  | 'there'
  | { readonly removeBefore: readonly string[] }
  | 'gone'
  | { readonly scheduled: string; readonly takeBack: string };

/** How it is asked whether a kept resource of a type is still there. */
export interface KeptLook {
  /** Right that the look needs. */
  readonly right: string;
  ask(physicalId: string, clients: RegionClients): Promise<Shown>;
  /** Names of the errors that say that it isn't there. */
  readonly gone: readonly string[];
}

/** By the type of the resource; of a type that has none here nobody looks. */
export const keptLooks: Readonly<Record<string, KeptLook | undefined>> = {
  'AWS::KMS::Key': {
    right: 'kms:DescribeKey',
    ask: askForKey,
    gone: ['NotFoundException'],
  },
  'AWS::S3::Bucket': {
    right: 's3:ListBucket',
    ask: askForBucket,
    gone: ['NotFound', 'NoSuchBucket'],
  },
  'AWS::SecretsManager::Secret': {
    right: 'secretsmanager:DescribeSecret',
    ask: askForSecret,
    gone: ['ResourceNotFoundException'],
  },
  'AWS::Logs::LogGroup': {
    right: 'logs:DescribeLogGroups',
    ask: askForLogGroup,
    gone: [],
  },
  'AWS::RDS::DBSubnetGroup': {
    right: 'rds:DescribeDBSubnetGroups',
    ask: async (id, { rds }) => {
      await rds.send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: id }));
      return 'there';
    },
    gone: ['DBSubnetGroupNotFoundFault'],
  },
  'AWS::RDS::DBCluster': {
    right: 'rds:DescribeDBClusters',
    ask: async (id, { rds }) => {
      await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }));
      return 'there';
    },
    gone: ['DBClusterNotFoundFault'],
  },
  'AWS::RDS::DBInstance': {
    right: 'rds:DescribeDBInstances',
    ask: async (id, { rds }) => {
      await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
      return 'there';
    },
    gone: ['DBInstanceNotFound', 'DBInstanceNotFoundFault'],
  },
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
async function askForKey(id: string, { kms, region }: RegionClients): Promise<Shown> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
  // A key with replicas waits for theirs, and has no date until then.
  if (KeyMetadata?.KeyState !== 'PendingDeletion' && KeyMetadata?.KeyState !== 'PendingReplicaDeletion') return 'there';
  const when = KeyMetadata.DeletionDate?.toISOString().slice(0, 10);
  return {
    scheduled: when === undefined ? 'KMS deletes it after its replicas' : `KMS deletes it after ${when}`,
    // Taken back, the key is disabled: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-cancelling-key-deletion.html
    takeBack: `aws kms cancel-key-deletion --region ${region} --key-id ${id} && aws kms enable-key --region ${region} --key-id ${id}`,
  };
}

/**
 * Names are everybody's: a bucket that somebody else has made since is refused, and is not this one.
 * An answer to HEAD has no body, so the SDK can't name a refusal: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
async function askForBucket(id: string, { s3, account }: RegionClients): Promise<Shown> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: id, ExpectedBucketOwner: account }));
    return 'there';
  } catch (error) {
    if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 403) throw error;
    const message = 'HEAD was answered by 403: the right is missing, or the name is of a bucket of another account';
    throw Object.assign(new Error(message, { cause: error }), { name: 'AccessDenied' });
  }
}

/**
 * A secret with replicas can't be deleted: https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
async function askForSecret(id: string, { secrets, region }: RegionClients): Promise<Shown> {
  const { DeletedDate, ReplicationStatus = [] } = await secrets.send(new DescribeSecretCommand({ SecretId: id }));
  const replicas = ReplicationStatus.flatMap(({ Region }) => Region ?? []);
  if (DeletedDate === undefined && replicas.length > 0) {
    return {
      removeBefore: [
        `aws secretsmanager remove-regions-from-replication --region ${region} --secret-id ${id} --remove-replica-regions ${replicas.join(' ')}`,
      ],
    };
  }
  if (DeletedDate === undefined) return 'there';
  return {
    scheduled: 'Secrets Manager deletes it after its recovery window',
    takeBack: `aws secretsmanager restore-secret --region ${region} --secret-id ${id}`,
  };
}

/**
 * By the list, which has every group whose name begins so, page by page.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
 */
async function askForLogGroup(id: string, { logs }: RegionClients): Promise<Shown> {
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: id, nextToken }));
    if (page.logGroups?.some(({ logGroupName }) => logGroupName === id)) return 'there';
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return 'gone';
}
