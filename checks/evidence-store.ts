import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CodedError } from '@delivery/coded-error';
import type { Evidence } from '../contracts/evidence';
import { awsClientSettings } from './aws-client';
import type { GateSettings } from './gate-settings';

const contentTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.html': 'text/html; charset=utf-8',
};

/** Where the evidence of one gate lies in the evidence bucket. */
function evidencePrefix(settings: GateSettings, gate: Evidence['gate']): string {
  return `${settings.commit}/${settings.execution}/${settings.environment}/${gate}`;
}

/**
 * Stores files in the evidence bucket, with the job's own credentials: the bucket belongs to the pipeline.
 *
 * @throws CodedError TAP3007 if one of them could not be stored
 */
export async function storeEvidence(
  settings: GateSettings,
  gate: Evidence['gate'],
  files: readonly string[],
): Promise<void> {
  const client = new S3Client(awsClientSettings);
  try {
    for (const file of files) {
      const key = `${evidencePrefix(settings, gate)}/${basename(file)}`;
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: settings.evidenceBucket,
            Key: key,
            Body: await readFile(file),
            ContentType: contentTypes[extname(file)],
          }),
        );
      } catch (error) {
        throw new CodedError('TAP3007', `s3://${settings.evidenceBucket}/${key} could not be stored: ${String(error)}`);
      }
    }
  } finally {
    client.destroy();
  }
}
