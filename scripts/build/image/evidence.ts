import { S3Client } from '@aws-sdk/client-s3';
import { CodedError } from '@delivery/coded-error';
import { awsClientSettings } from '../../../checks/aws-client';
import { putOnce } from '../../../checks/put-once';

/** Where the evidence of an image goes. */
export interface ImageEvidence {
  readonly bucket: string;
  /** Commit id, or version of the source's object. */
  readonly commit: string;
  /** Execution of the pipeline. */
  readonly execution: string;
  /** Of the job: it stands in the key, so that a repeated one keeps what the first has said. */
  readonly build: { readonly id: string; readonly number: string };
}

/** What of an image is kept: how it kept its contract, and what its scan found. */
export type ImageEvidenceName = 'contract' | 'scan';

/**
 * Keeps what was judged of an image beside the evidence of the gates, and writes nothing over.
 *
 * @returns the address of the file
 * @throws CodedError TAP2028 if it could not be stored
 */
export async function keepEvidence(
  { bucket, commit, execution, build }: ImageEvidence,
  name: ImageEvidenceName,
  judged: object,
  client = new S3Client(awsClientSettings),
): Promise<string> {
  const key = `${commit}/${execution}/Build/image/${build.number}-${build.id.split(':')[1]}/${name}.json`;
  const address = `s3://${bucket}/${key}`;
  const content = { commit, execution, build, judgedAt: new Date().toISOString(), ...judged };
  try {
    await putOnce(client, { bucket, key, content: `${JSON.stringify(content, undefined, 2)}\n` });
  } catch (cause) {
    throw new CodedError('TAP2028', `${address} could not be stored: ${String(cause)}; look at the image job's role`, {
      cause,
    });
  } finally {
    client.destroy();
  }
  return address;
}
