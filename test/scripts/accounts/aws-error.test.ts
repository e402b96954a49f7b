import { type AwsRefusal, codedAwsError, refusalOf, wordsOf } from '../../../scripts/accounts/aws-error';

function awsError(name: string, message = 'as AWS says it', code?: string): Error {
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}

const answered = (name: string, message: string, httpStatusCode: number) =>
  Object.assign(awsError(name, message), { $metadata: { httpStatusCode } });

const known: readonly (readonly [AwsRefusal, string, Error])[] = [
  [
    'no credentials',
    'no profile and no keys',
    awsError('CredentialsProviderError', 'Could not load credentials from any providers'),
  ],
  [
    'expired',
    'a sign-in that is over',
    awsError('CredentialsProviderError', 'The SSO session associated with this profile has expired.'),
  ],
  [
    'expired',
    'a session that is over',
    awsError('ExpiredToken', 'The security token included in the request is expired'),
  ],
  ['expired', 'a session that is over, by a JSON service', awsError('ExpiredTokenException')],
  ['refused', 'a key that AWS does not know', awsError('InvalidClientTokenId')],
  ['refused', 'a key that a JSON service does not know', awsError('UnrecognizedClientException')],
  ['refused', 'a key that EC2 does not know', awsError('AuthFailure')],
  ['refused', 'a clock that is wrong', awsError('RequestTimeTooSkewed')],
  ['no right', 'a right that is missing', awsError('AccessDenied')],
  ['no right', 'a right that is missing at a JSON service', awsError('AccessDeniedException')],
  ['no right', 'a right that is missing at EC2', awsError('UnauthorizedOperation')],
  ['region off', 'a region that is off', awsError('OptInRequired')],
  ['region off', 'a region that STS is off in', awsError('RegionDisabledException')],
  ['throttled', 'throttling', awsError('Throttling', 'Rate exceeded')],
  ['throttled', 'throttling by EC2', awsError('RequestLimitExceeded')],
  ['unreachable', 'a port that nobody listens on', awsError('AggregateError', '', 'ECONNREFUSED')],
  ['unreachable', 'a name that nobody knows', awsError('Error', 'getaddrinfo ENOTFOUND', 'ENOTFOUND')],
  ['unreachable', 'an answer that never comes', awsError('TimeoutError')],
  ['other', 'anything else', awsError('ValidationError')],
];

test.each(known)('%s: %s', (refusal, _, error) => {
  expect(refusalOf(error)).toBe(refusal);
});

test('each refusal has a code of its own and says what to do', () => {
  const codes = new Map(known.map(([refusal, , error]) => [refusal, codedAwsError('where', error)]));
  expect(codes.size).toBe(8);
  expect(new Set([...codes.values()].map(({ code }) => code)).size).toBe(codes.size);
  for (const { message } of codes.values()) expect(message).toMatch(/^TAP6\d{3}: where: .+; .{20}/);
});

test('whoever knows more than the error says what it means', () => {
  const error = awsError('UnrecognizedClientException');
  expect(codedAwsError('where', error, 'region off').code).toBe(codedAwsError('where', awsError('OptInRequired')).code);
});

test('the words are those of AWS, in one line, cut where they are long', () => {
  expect(wordsOf(awsError('AccessDenied', 'User: x\n is not authorized'))).toBe(
    'AccessDenied: User: x is not authorized',
  );
  expect(wordsOf(awsError('AggregateError', '', 'ECONNREFUSED'))).toBe('AggregateError: ECONNREFUSED');
  expect(wordsOf(awsError('Error', 'connect ECONNREFUSED'))).toBe('connect ECONNREFUSED');
  expect(wordsOf('thrown as text')).toBe('thrown as text');
  expect(wordsOf(awsError('ValidationError', 'x'.repeat(5_000))).length).toBeLessThan(400);
});

test.each([429, 503])(
  'an answer of status %s without words is one of too many requests, as S3 gives it to a HEAD',
  (status) => {
    expect(refusalOf(answered('Unknown', 'UnknownError', status))).toBe('throttled');
    expect(refusalOf(answered('Unknown', 'UnknownError', 500))).toBe('other');
    expect(refusalOf(answered('InternalError', 'busy', status))).toBe('other');
  },
);

test('without words of AWS there is the HTTP status', () => {
  expect(wordsOf(answered('Unknown', 'UnknownError', 501))).toMatch(/^HTTP status 501\b/);
  expect(wordsOf(answered('Forbidden', 'UnknownError', 403))).toMatch(/^Forbidden: HTTP status 403\b/);
  expect(wordsOf(answered('Throttling', 'Rate exceeded', 400))).toBe('Throttling: Rate exceeded');
});

test('whoever tells the place beside it gets the words without it', () => {
  const error = awsError('AccessDenied', 'no right');
  expect(codedAwsError(undefined, error).message).toMatch(/^TAP6\d{3}: AccessDenied: no right; /);
});
