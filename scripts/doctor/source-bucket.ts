import {
  GetBucketEncryptionCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { SourceConfiguration } from '../../lib/config';
import { statusOf } from '../accounts/status-of';
import type { AwsPlace } from './aws-place';
import { isNamed } from './is-named';
import type { Problem } from './look';

/**
 * What keeps a pipeline from starting by an upload to a bucket: it takes versions
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html), events
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html), and no key that the pipeline has no right on.
 */
export async function bucketProblems(
  aws: AwsPlace,
  { bucketName: Bucket, objectKey: Key }: SourceConfiguration & { kind: 's3' },
): Promise<readonly Problem[]> {
  const s3 = aws.client(S3Client);
  const problem = (what: string, todo: string): Problem => ({
    code: 'TAP6143',
    what: `bucket ${Bucket} ${what}`,
    todo,
  });
  try {
    await s3.send(new HeadBucketCommand({ Bucket }));
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchBucket')) {
      return [problem('does not exist', 'make it, or name another in pipeline.source.bucketName')];
    }
    if (statusOf(error) === 301) {
      return [problem('is in another region', `take one in ${aws.region}, where the pipeline is`)];
    }
    throw error;
  }
  const [versioning, events, encryption, archive] = await Promise.all([
    s3.send(new GetBucketVersioningCommand({ Bucket })),
    s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
    s3.send(new GetBucketEncryptionCommand({ Bucket })),
    isThere(s3, Bucket, Key),
  ]);
  const rules = encryption.ServerSideEncryptionConfiguration?.Rules ?? [];
  const ownKey = rules.find(({ ApplyServerSideEncryptionByDefault: by }) => by?.SSEAlgorithm?.startsWith('aws:kms'));
  return [
    ...(versioning.Status === 'Enabled' ? [] : [problem('keeps no versions', 'enable versioning')]),
    ...(events.EventBridgeConfiguration
      ? []
      : [problem('sends no events to EventBridge, so that an upload starts nothing', 'switch them on')]),
    ...(ownKey === undefined
      ? []
      : [problem('encrypts by a key of KMS, which the pipeline has no right on', 'let S3 encrypt it (AES256)')]),
    ...(archive ? [] : [problem(`has no object ${Key}`, 'upload the archive, as docs/deploy.md says')]),
  ];
}

async function isThere(s3: S3Client, Bucket: string, Key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return false;
    throw error;
  }
}
