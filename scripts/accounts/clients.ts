import { awsClientSettings } from '../../checks/aws-client';

/** Credentials as AWS clients hand them on, asking again shortly before they expire. */
export type CredentialsProvider = () => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}>;

/**
 * How the clients of a person's commands behave: somebody waits, so they give up after about ten seconds of throttling, and
 * after half a minute without an answer. `AWS_ENDPOINT_URL` is honoured by the clients themselves.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const personClientSettings = {
  ...awsClientSettings,
  maxAttempts: 6,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
} as const;

/** Settings of a client that acts in one account and region. */
export function clientSettings(credentials: CredentialsProvider, region: string) {
  return { ...personClientSettings, credentials, region };
}
