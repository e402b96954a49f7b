import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { CodedError } from '@delivery/coded-error';
import { authorizationFor } from '../../cloud/base/credential';
import { sdkConfiguration } from '../sdk-configuration';
import { splitReference } from './docker-command';
import { type Manifest, manifestMediaType } from './manifest';

type SdkConfiguration = ReturnType<typeof sdkConfiguration>;

/**
 * A repository of the CDK's bootstrap stack, by its reference: qualifier, account and region.
 * https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
const cdkRepository = /^\d{12}\.dkr\.ecr\.[^/]+\/cdk-(\w+)-container-assets-(\d{12})-([\w-]+):/;

/**
 * Registers a manifest in the local cloud's registry, where a push would have gone.
 *
 * @param variables the job's: the call is made as the job's role, or as the one by which the CDK publishes images,
 * which may be another account's
 * @throws CodedError TAP4218 if that role can't be assumed
 */
export async function registerManifest(
  reference: string,
  manifest: Manifest,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const { repository, tag } = splitReference(reference);
  const own = sdkConfiguration(variables);
  const [, qualifier, account, region] = cdkRepository.exec(reference) ?? [];
  const configuration =
    account === undefined || region === undefined
      ? own
      : await assume(
          own,
          `arn:aws:iam::${account}:role/cdk-${qualifier}-image-publishing-role-${account}-${region}`,
          region,
        );
  const client = new ECRClient(configuration);
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

/** Signed in name alone, as the local cloud wants it: it knows callers by their keys. */
async function assume(own: SdkConfiguration, RoleArn: string, region: string): Promise<SdkConfiguration> {
  const form = { Action: 'AssumeRole', Version: '2011-06-15', RoleArn, RoleSessionName: 'docker' };
  const answer = await fetch(own.endpoint, {
    method: 'POST',
    headers: { authorization: authorizationFor(own.credentials.accessKeyId, region, 'sts') },
    body: new URLSearchParams(form),
  });
  const text = await answer.text();
  const part = (name: string): string => new RegExp(`<${name}>([^<]+)`).exec(text)?.[1] ?? '';
  if (!answer.ok)
    throw new CodedError('TAP4218', `docker can't assume ${RoleArn}: ${part('Message') || answer.status}`);
  const [accessKeyId, secretAccessKey, sessionToken] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map(part);
  return {
    endpoint: own.endpoint,
    region,
    credentials: { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '', sessionToken },
  };
}
