import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { sdkConfiguration } from '../sdk-configuration';
import { splitReference } from './docker-command';
import { type Manifest, manifestMediaType } from './manifest';

/**
 * Registers a manifest in the local cloud's registry, where a push would have gone.
 *
 * @param variables the job's: the call is made as the job's role
 */
export async function registerManifest(
  reference: string,
  manifest: Manifest,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const { repository, tag } = splitReference(reference);
  const client = new ECRClient(sdkConfiguration(variables));
  try {
    await client.send(
      new PutImageCommand({
        repositoryName: repository,
        imageTag: tag,
        imageManifest: manifest.text,
        imageManifestMediaType: manifestMediaType,
      }),
    );
  } finally {
    client.destroy();
  }
}
