import { basename } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { CodedError } from '@delivery/coded-error';
import { awsClientSettings } from './aws-client';
import type { GateSettings } from './gate-settings';
import { putOnce } from './put-once';
import type { ResultFile } from './results';

/** What the evidence of one gate is kept below, over all its builds in one execution. */
function evidencePrefix({ commit, execution, environment, gate }: GateSettings): string {
  return `${commit}/${execution}/${environment}/${gate}/`;
}

/** Milliseconds that a job which is told to end still takes for its evidence. */
const lastMs = 2_000;

/**
 * Stores files in the evidence bucket, with the job's own credentials: the bucket belongs to the pipeline.
 *
 * The build stands in the key, and nothing is ever written over: a gate that is repeated keeps what it said before.
 *
 * @param hurried the job is told to end: one try, within seconds
 * @throws CodedError TAP3007 if one of them could not be stored
 */
export async function storeEvidence(
  settings: GateSettings,
  files: readonly ResultFile[],
  hurried: boolean,
): Promise<void> {
  const { evidenceBucket: bucket, build } = settings;
  const client = new S3Client(hurried ? { maxAttempts: 1 } : awsClientSettings);
  const abortSignal = hurried ? AbortSignal.timeout(lastMs) : undefined;
  try {
    for (const { path, content } of files) {
      const key = `${evidencePrefix(settings)}${build.number}-${build.id.split(':')[1]}/${basename(path)}`;
      await putOnce(client, { bucket, key, content }, abortSignal).catch((error: unknown) => {
        throw new CodedError('TAP3007', `s3://${bucket}/${key} could not be stored: ${String(error)}`);
      });
    }
  } finally {
    client.destroy();
  }
}
