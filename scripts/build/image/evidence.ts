import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CodedError } from '@delivery/coded-error';
import { awsClientSettings } from '../../../checks/aws-client';
import type { ScanVerdict } from './verdict';

/** Where the evidence of an image's scan goes. */
export interface ScanEvidence {
  readonly bucket: string;
  /** Commit id, or version of the source's object. */
  readonly commit: string;
  /** Execution of the pipeline. */
  readonly execution: string;
}

/**
 * Keeps what the scan of an image found, and what of it is accepted, beside the evidence of the gates.
 *
 * @returns the address of the file
 * @throws CodedError TAP2028 if it could not be stored
 */
export async function keepScan(
  { bucket, commit, execution }: ScanEvidence,
  digest: string,
  verdict: ScanVerdict,
  client = new S3Client(awsClientSettings),
): Promise<string> {
  const address = `s3://${bucket}/${commit}/${execution}/Build/image/scan.json`;
  const content = { image: digest, commit, execution, judgedAt: new Date().toISOString(), ...verdict };
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: address.slice(`s3://${bucket}/`.length),
        Body: `${JSON.stringify(content, undefined, 2)}\n`,
        ContentType: 'application/json',
      }),
    );
  } catch (cause) {
    throw new CodedError('TAP2028', `${address} could not be stored: ${String(cause)}; look at the image job's role`, {
      cause,
    });
  } finally {
    client.destroy();
  }
  return address;
}
