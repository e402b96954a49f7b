import { S3Client } from '@aws-sdk/client-s3';
import { sdkConfiguration } from './sdk-configuration';

/** Uses S3 as a caller of the local cloud. */
export async function withS3<T>(
  environment: Readonly<Record<string, string>>,
  use: (client: S3Client) => Promise<T>,
): Promise<T> {
  const client = new S3Client({ ...sdkConfiguration(environment), forcePathStyle: true });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
