import { CodedError } from '@delivery/coded-error';
import { shortened } from '../../lib/config/shortened';
import { statusOf } from './status-of';

/** Why AWS, or the way to it, did not do what it was asked for. */
export type AwsRefusal =
  | 'no credentials'
  | 'expired'
  | 'refused'
  | 'no right'
  | 'region off'
  | 'throttled'
  | 'unreachable'
  | 'other';

/**
 * Names that services give to errors which mean the same
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; throttling as the SDK knows it).
 *
 * Keys that a region refuses although another region takes them mean that the region is switched off, as for one that is not on by
 * default (https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html): whoever knows both says so.
 */
const names: Readonly<Record<Exclude<AwsRefusal, 'other'>, readonly string[]>> = {
  'no credentials': ['CredentialsProviderError', 'MissingAuthenticationToken', 'MissingAuthenticationTokenException'],
  expired: ['ExpiredToken', 'ExpiredTokenException', 'TokenProviderError', 'TokenRefreshRequired', 'RequestExpired'],
  refused: [
    'AuthFailure',
    'IncompleteSignature',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ],
  'no right': [
    'AccessDenied',
    'AccessDeniedException',
    'AuthorizationError',
    'AuthorizationErrorException',
    'Forbidden',
    'NotAuthorized',
    'UnauthorizedOperation',
  ],
  'region off': ['OptInRequired', 'RegionDisabledException'],
  throttled: [
    'LimitExceededException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'SlowDown',
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequestsException',
  ],
  unreachable: [
    'ECONNREFUSED',
    'ECONNRESET',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'ETIMEDOUT',
    'EPIPE',
    'TimeoutError',
    'RequestTimeout',
    'RequestTimeoutException',
  ],
};

/** Code and advice for each. */
const advice: Readonly<Record<AwsRefusal, readonly [code: string, whatToDo: string]>> = {
  'no credentials': [
    'TAP6002',
    'sign in (aws sso login, aws login), or name a profile: --profile ACCOUNT=NAME for this account, AWS_PROFILE for all',
  ],
  expired: ['TAP6003', 'sign in again (aws sso login, aws login), or get new credentials'],
  refused: [
    'TAP6004',
    "AWS doesn't take these credentials: look whether key, secret and session token belong together, whether the key is active, and whether this machine's clock is right",
  ],
  'no right': ['TAP6005', 'give these credentials the right, or use others'],
  'region off': [
    'TAP6006',
    "switch the region on in this account, or configure another region; where it is on, take session credentials of a regional endpoint of STS, because those of the global one don't hold there",
  ],
  throttled: ['TAP6007', 'AWS has more requests than it takes from this account; try again in a minute'],
  unreachable: ['TAP6008', 'look at the network, at a proxy, and at AWS_ENDPOINT_URL if it is set'],
  other: ['TAP6009', 'AWS says no more than that; try again if it is no fault of the request'],
};

/**
 * Statuses of services that have more requests than they take; S3, which answers a HEAD without a name of the error, has 503 for it
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList).
 */
const tooMany: readonly (number | undefined)[] = [429, 503];

/** What an error of an AWS client means. */
export function refusalOf(error: unknown): AwsRefusal {
  const { name, code, message } = asError(error);
  // A profile whose sign-in is over is told like a missing one, in words alone.
  if (name === 'CredentialsProviderError' && /expired|refresh/i.test(message)) return 'expired';
  const known = Object.entries(names).find(([, these]) => these.includes(name) || these.includes(code));
  if (known !== undefined) return known[0] as AwsRefusal;
  return name === wordless.name && tooMany.includes(statusOf(error as object)) ? 'throttled' : 'other';
}

/**
 * AWS's own words: the error's name and message, in one line, cut where they are long. Of an answer that has none, its HTTP
 * status.
 */
export function wordsOf(error: unknown): string {
  const { name, code, message } = asError(error);
  const own = message === wordless.message ? '' : message;
  const said = shortened((own || code || statusWords(error) || message).replace(/\s+/g, ' ').trim());
  return ['', 'Error', wordless.name].includes(name) ? said : `${name}: ${said}`;
}

/** What the SDK fills in where an answer has neither name nor message. */
const wordless = { name: 'Unknown', message: 'UnknownError' };

function statusWords(error: unknown): string {
  const status = typeof error === 'object' && error !== null ? statusOf(error) : undefined;
  return status === undefined ? '' : `HTTP status ${status}, and no words`;
}

/**
 * An error of an AWS client as one that a person can look up.
 *
 * @param where what was asked, of which account and region; undefined if whoever tells it tells that beside it
 * @returns one of TAP6002 to TAP6009
 */
export function codedAwsError(
  where: string | undefined,
  error: unknown,
  refusal: AwsRefusal = refusalOf(error),
): CodedError {
  const [code, whatToDo] = advice[refusal];
  const words = `${wordsOf(error)}; ${whatToDo}`;
  return new CodedError(code, where === undefined ? words : `${where}: ${words}`, { cause: error });
}

/** By shape: what Node and the SDK throw may come from another realm than this file's `Error`. */
function asError(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
  if (typeof error !== 'object' || error === null) return { name: '', code: '', message: String(error) };
  const text = (key: string) => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : '';
  };
  return { name: text('name'), code: text('code'), message: text('message') };
}
