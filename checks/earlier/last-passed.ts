import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CodedError } from '@delivery/coded-error';
import { type GatesAsPassed, gatesAsPassed } from '../../contracts/gates-as-passed';
import { awsClientSettings } from '../aws-client';

/** Where an environment's last gate keeps what the last commit that passed was held to. Only that gate's job may write there. */
function keyOf(environment: string): string {
  return `last-passed/${environment}/alarms/gates.json`;
}

/**
 * What the last commit that passed an environment was held to.
 *
 * @returns undefined if none has passed it yet
 * @throws CodedError TAP3015 if the bucket can't be read, or what lies there is damaged
 */
export async function readLastPassed(bucket: string, environment: string): Promise<GatesAsPassed | undefined> {
  const key = keyOf(environment);
  const client = new S3Client(awsClientSettings);
  try {
    // Asked for first: of an object that isn't there, S3 says no more than "denied" to whom it doesn't list the bucket.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    const { KeyCount = 0 } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key }));
    if (KeyCount === 0) return undefined;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return gatesAsPassed.parse(JSON.parse((await Body?.transformToString()) ?? ''));
  } catch (error) {
    const advice = `if it is damaged, delete it: the next commit that passes ${environment} leaves a new one`;
    throw new CodedError('TAP3015', `s3://${bucket}/${key} could not be read: ${String(error)}; ${advice}`);
  } finally {
    client.destroy();
  }
}

/** @throws CodedError TAP3007 if it can't be stored */
export async function storeLastPassed(bucket: string, environment: string, passed: GatesAsPassed): Promise<void> {
  const key = keyOf(environment);
  const client = new S3Client(awsClientSettings);
  try {
    const Body = JSON.stringify(passed);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/json' }));
  } catch (error) {
    throw new CodedError('TAP3007', `s3://${bucket}/${key} could not be stored: ${String(error)}`);
  } finally {
    client.destroy();
  }
}
