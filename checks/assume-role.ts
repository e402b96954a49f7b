import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { CodedError } from '@delivery/coded-error';
import { awsClientSettings } from './aws-client';

/** Credentials of an assumed role, in the form that AWS clients take. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Hands out credentials; AWS clients ask again shortly before the last ones expire. */
export type RoleCredentialsProvider = () => Promise<RoleCredentials>;

/** The longest session that AWS grants to a role that was assumed from another role. */
const sessionSeconds = 3600;

export interface AssumeRoleOptions {
  /** What to do if the role can't be assumed. @default - the environment's stack must be deployed and trust this job's role */
  readonly advice?: string;
  /**
   * Policy as JSON that the session may not exceed, whatever the role may; up to 2,048 characters.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
   *
   * @default - all that the role may
   */
  readonly policy?: string;
}

/**
 * Credentials of a role in the environment's account.
 *
 * @param sessionName says in the account's CloudTrail who it was; what AWS doesn't allow in it is replaced
 * @throws CodedError TAP3005, when asked for credentials, if the role can't be assumed
 */
export function assumeRole(
  roleArn: string,
  sessionName: string,
  { policy, advice = "the environment's stack must be deployed and trust this job's role" }: AssumeRoleOptions = {},
): RoleCredentialsProvider {
  return async () => {
    const client = new STSClient(awsClientSettings);
    try {
      const { Credentials: given } = await client.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName.replace(/[^\w+=,.@-]/g, '-').slice(0, 64),
          DurationSeconds: sessionSeconds,
          Policy: policy,
        }),
      );
      if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) throw new Error('no credentials came');
      return {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
        expiration: given.Expiration ?? new Date(Date.now() + sessionSeconds * 1000),
      };
    } catch (error) {
      throw new CodedError('TAP3005', `${roleArn} could not be assumed: ${String(error)}; ${advice}`);
    } finally {
      client.destroy();
    }
  };
}
