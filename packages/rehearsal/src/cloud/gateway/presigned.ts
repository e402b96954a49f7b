/** What stays of a presigned request once its signature is taken off. */
export interface Unsigned {
  /** Path and query without the signature's parameters. */
  readonly path: string;
  /** Headers that the query carried. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expired: boolean;
}

const signature = /^X-Amz-(?:Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)$/i;
/** The emulator would hold the body against a checksum that was made for an empty one. */
const checksum = /^x-amz-(?:checksum-|sdk-checksum)/i;

/**
 * Takes the signature off a presigned URL. The emulator verifies those with keys it doesn't have, so the gateway checks the
 * expiry itself and passes the request on with a header of its own.
 *
 * @param target path and query as received
 * @param now milliseconds since the epoch
 */
export function withoutSignature(target: string, now: number): Unsigned {
  const [path = '/', query = ''] = splitOnce(target, '?');
  const kept: string[] = [];
  const headers: Record<string, string> = {};
  let signedAt = Number.NaN;
  let seconds = Number.NaN;
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [rawName = '', rawValue = ''] = splitOnce(pair, '=');
    const name = decodeURIComponent(rawName);
    if (/^X-Amz-Date$/i.test(name)) signedAt = parseStamp(decodeURIComponent(rawValue));
    if (/^X-Amz-Expires$/i.test(name)) seconds = Number(rawValue);
    if (signature.test(name) || checksum.test(name)) continue;
    if (/^x-amz-/i.test(name)) headers[name.toLowerCase()] = decodeURIComponent(rawValue);
    else kept.push(pair);
  }
  return {
    path: kept.length === 0 ? path : `${path}?${kept.join('&')}`,
    headers,
    // A URL without a readable date is treated as expired.
    expired: !(now <= signedAt + seconds * 1_000),
  };
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** `20260102T030405Z` in milliseconds since the epoch; NaN if it isn't one. */
function parseStamp(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
}
