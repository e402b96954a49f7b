import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { sdkConfiguration } from '../sdk-configuration';
import { splitReference } from './docker-command';
import { type Manifest, manifestMediaType } from './manifest';

/**
 * Registers a manifest in the local cloud's registry, where a push would have gone.
 *
 * @param environment the job's variables: the call is made as the job's role
 */
export async function registerManifest(
  reference: string,
  manifest: Manifest,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const { repository, tag } = splitReference(reference);
  const client = new ECRClient(sdkConfiguration(environment));
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
