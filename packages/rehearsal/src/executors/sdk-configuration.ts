import { CodedError } from '@delivery/coded-error';

/**
 * Configuration of an SDK client from the variables that a caller of the local cloud gets. Given explicitly, so that nothing
 * of the user's own (profiles, instance metadata) can take its place.
 *
 * @throws CodedError TAP4201 if the variables are not complete
 */
export function sdkConfiguration(variables: Readonly<Record<string, string>>): {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
} {
  const need = (name: string): string => {
    const value = variables[name];
    if (value) return value;
    throw new CodedError(
      'TAP4201',
      `The local cloud gave a caller no ${name}: nothing may be called with the user's own.`,
    );
  };
  const sessionToken = variables.AWS_SESSION_TOKEN;
  return {
    endpoint: need('AWS_ENDPOINT_URL'),
    region: need('AWS_REGION'),
    credentials: {
      accessKeyId: need('AWS_ACCESS_KEY_ID'),
      secretAccessKey: need('AWS_SECRET_ACCESS_KEY'),
      sessionToken,
    },
  };
}
