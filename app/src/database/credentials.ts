import { ShopError } from '../errors';

/** A database user. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Gives the credentials as they are now in the secret's store. */
export type ReadCredentials = () => Promise<Credentials>;

/**
 * Takes user and password out of a Secrets Manager secret in the form that RDS uses.
 *
 * @param name where the text came from, for the message
 * @throws ShopError TAP5003, without any part of the secret
 */
export function parseSecret(name: string, text: string): Credentials {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ShopError('TAP5003', `${name} is not JSON; expected {"username": "...", "password": "..."}`);
  }
  if (typeof value === 'object' && value !== null && 'username' in value && 'password' in value) {
    const { username, password } = value;
    if (typeof username === 'string' && username && typeof password === 'string' && password) {
      return { username, password };
    }
  }
  throw new ShopError('TAP5003', `${name} must hold non-empty texts "username" and "password"`);
}

/**
 * Reads the secret through the AWS SDK. Region and endpoint are the SDK's standard ones; without a region in the
 * environment the secret's ARN names it.
 */
export function readFromSecretsManager(arn: string): ReadCredentials {
  return async () => {
    // Loaded on first use: most tasks never need it, and it would double the time to start.
    const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? arn.split(':')[3];
    const client = new SecretsManagerClient({ region, maxAttempts: 2 });
    try {
      const answer = await client.send(new GetSecretValueCommand({ SecretId: arn }), {
        abortSignal: AbortSignal.timeout(secretReadTimeoutMs),
      });
      return parseSecret('The secret DATABASE_SECRET_ARN', answer.SecretString ?? '');
    } finally {
      client.destroy();
    }
  };
}

/** Shorter than the time that a load balancer's client waits, so that a hanging store becomes a plain 503. */
const secretReadTimeoutMs = 5_000;
