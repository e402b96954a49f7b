import { extname } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** A file of evidence. */
export interface EvidenceObject {
  readonly bucket: string;
  readonly key: string;
  readonly content: string | Uint8Array;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.html': 'text/html; charset=utf-8',
};

/**
 * Stores evidence where nothing is yet: what was said before is never written over.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function putOnce(
  client: S3Client,
  { bucket, key, content }: EvidenceObject,
  abortSignal?: AbortSignal,
): Promise<void> {
  const put = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: content,
    ContentType: contentTypes[extname(key)],
    IfNoneMatch: '*',
  });
  await client.send(put, { abortSignal }).catch((error: unknown) => {
    if (!isOwn(error)) throw error;
  });
}

/** True if S3 has the object by an earlier try of the same call, whose answer was lost. */
function isOwn(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { attempts?: number } };
  return name === 'PreconditionFailed' && ($metadata?.attempts ?? 1) > 1;
}
