import { type ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { ECRPUBLICClient, GetAuthorizationTokenCommand as GetPublicTokenCommand } from '@aws-sdk/client-ecr-public';
import { CodedError } from '@delivery/coded-error';
import { awsClientSettings } from '../../../checks/aws-client';

/** User and password for `docker login`; the password is a secret. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * A login to the private registries of ECR in the client's region, of every account that lets the caller in.
 *
 * @throws CodedError TAP2022 if ECR gives no token
 */
export async function registryLogin(client: ECRClient): Promise<Login> {
  const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
  return readToken(authorizationData[0]?.authorizationToken, 'ecr:GetAuthorizationToken');
}

/**
 * A login to ECR Public, which limits whoever pulls without one by address and volume. Its tokens come from us-east-1,
 * wherever the caller is.
 *
 * @throws CodedError TAP2022 if it gives no token
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
 */
export async function publicLogin(
  client = new ECRPUBLICClient({ ...awsClientSettings, region: 'us-east-1' }),
): Promise<Login> {
  const { authorizationData } = await client.send(new GetPublicTokenCommand({}));
  return readToken(
    authorizationData?.authorizationToken,
    'ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken',
  );
}

function readToken(token: string | undefined, right: string): Login {
  const text = Buffer.from(token ?? '', 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw new CodedError('TAP2022', `ECR gave no authorization token; the job needs ${right}`);
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
