/** What a signed request says of its signer. The signature itself is not checked: the key alone identifies the caller. */
export interface Credential {
  readonly accessKey: string;
  readonly region: string;
  /** Signing name of the service, for example `monitoring`. */
  readonly service: string;
  /** True if it came in the query string instead of the header. */
  readonly presigned: boolean;
}

const scopePattern = /^([^/]+)\/\d+\/([^/]*)\/([^/]+)\/aws4_request$/;

/** The credential of a request, or undefined if it isn't signed (with signature version 4). */
export function credentialOf(authorization: string | undefined, query: URLSearchParams): Credential | undefined {
  const header = authorization === undefined ? undefined : /Credential=([^,\s]+)/.exec(authorization)?.[1];
  const scope = scopePattern.exec(header ?? query.get('X-Amz-Credential') ?? '');
  const [, accessKey, region, service] = scope ?? [];
  if (accessKey === undefined || region === undefined || service === undefined) return undefined;
  return { accessKey, region, service, presigned: header === undefined };
}

/**
 * The header by which the emulator knows account, region and service of a request. It takes a 12-digit access key for an
 * account number and checks no signature in headers.
 */
export function authorizationFor(account: string, region: string, service: string): string {
  return `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=00`;
}
