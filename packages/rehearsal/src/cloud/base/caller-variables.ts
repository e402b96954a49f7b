import type { Difference } from '../../events/events';
import { unproxied } from '../../network/proxy-variables';

/** An access key pair that the gateway gave out. */
export interface CallerKeys {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Variables by which any AWS SDK or tool finds nothing of the user's own. */
export const noUserConfiguration = {
  // Without it, clients would look for credentials of the machine when ours fail.
  AWS_EC2_METADATA_DISABLED: 'true',
  // An empty file each: profiles, endpoints and proxies of the user's must not take part.
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
} as const;

/** Variables that make any AWS SDK or tool call the gateway with these keys, and read nothing of the user's own. */
export function callerVariables(endpoint: string, keys: CallerKeys, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: keys.accessKey,
    AWS_SECRET_ACCESS_KEY: keys.secretKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...noUserConfiguration,
    // A note of the SDK's own to its users, once a process.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    NO_PROXY: unproxied,
    no_proxy: unproxied,
  };
}

/** The same as settings of a client of the JavaScript SDK. */
export function clientSettings(
  endpoint: string,
  keys: CallerKeys,
  region: string,
): {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
} {
  return { endpoint, region, credentials: { accessKeyId: keys.accessKey, secretAccessKey: keys.secretKey } };
}

/**
 * Variables by which the endpoint of a single service goes before the general one, or none counts at all.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
const leadingAway = /^AWS_(?:ENDPOINT_URL_\w+|IGNORE_CONFIGURED_ENDPOINT_URLS)$/;

/** Variables without those that would lead calls past the gateway, and what is told of each. */
export function withoutOtherEndpoints<Value>(variables: Readonly<Record<string, Value>>): {
  readonly variables: Record<string, Value>;
  readonly differences: readonly Difference[];
} {
  const all = Object.entries(variables);
  return {
    variables: Object.fromEntries(all.filter(([name]) => !leadingAway.test(name))),
    differences: all
      .filter(([name]) => leadingAway.test(name))
      .map(([name]) => ({
        onAws: `${name} decides where calls go`,
        here: 'it is not set: every call goes to the local cloud',
      })),
  };
}
