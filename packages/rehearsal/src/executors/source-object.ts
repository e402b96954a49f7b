import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CodedError } from '@delivery/coded-error';
import type { ActionRun } from '../engine/executor';
import type { Difference } from '../events/events';
import type { SourceConfiguration } from '../model/action-configuration';
import type { ExecutorContext } from './executor-context';
import { withS3 } from './s3-objects';

/** The object that a source in S3 is read from. */
export interface SourceObject {
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html */
  readonly variables: Readonly<Record<string, string>>;
  readonly differences: readonly Difference[];
}

/**
 * Puts the rehearsed commit where its source action looks for it, as whoever pushes on AWS would, and reads it as the action.
 *
 * @param zip the commit
 * @throws CodedError TAP4207 if the bucket keeps no versions, which a source has to
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html)
 */
export async function putSourceObject(
  { cloud }: Pick<ExecutorContext, 'cloud'>,
  { action, configuration, where, pipeline }: ActionRun<SourceConfiguration>,
  zip: Uint8Array,
): Promise<SourceObject> {
  const { location: Bucket, reference: Key } = configuration;
  const { account, region } = action;
  const person = cloud.awsVariables({ name: 'person upload of the source', account, region });
  const made = await withS3(person, async (client) => {
    const missing = await makeMissingBucket(client, Bucket, region);
    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
    if (Status !== 'Enabled') {
      throw new CodedError(
        'TAP4207',
        `${where}: bucket ${Bucket} keeps no versions, and a source in S3 has to; give it "versioned: true".`,
      );
    }
    await client.send(new PutObjectCommand({ Bucket, Key, Body: zip }));
    return missing;
  });
  const reader = cloud.awsVariables({
    name: `job ${where}`,
    account,
    region,
    roleArn: action.roleArn ?? pipeline.roleArn,
  });
  const { VersionId = '', ETag = '' } = await withS3(reader, (client) =>
    client.send(new HeadObjectCommand({ Bucket, Key })),
  );
  return {
    variables: { BucketName: Bucket, ObjectKey: Key, VersionId, ETag: ETag.replaceAll('"', '') },
    differences: [
      { onAws: `somebody has put ${Key} into ${Bucket}`, here: 'the rehearsal has put the commit there, as a zip' },
      ...(made ? [{ onAws: `bucket ${Bucket} is there`, here: 'no stack makes it, so the rehearsal has' }] : []),
    ],
  };
}

/** Makes a bucket that no stack of the app makes; on AWS it would be there. Whether it had to. */
async function makeMissingBucket(client: S3Client, Bucket: string, region: string): Promise<boolean> {
  try {
    await client.send(new GetBucketVersioningCommand({ Bucket }));
    return false;
  } catch (error) {
    if ((error as Error).name !== 'NoSuchBucket') throw error;
  }
  const place =
    region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-west-1' } };
  await client.send(new CreateBucketCommand({ Bucket, ...place }));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return true;
}
