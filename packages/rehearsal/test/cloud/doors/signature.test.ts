import { isSigned } from '../../../src/cloud/doors/signature';

const signed = 'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=00';
const query = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A&X-Amz-SignedHeaders=host&X-Amz-Signature=00';

test.each([
  ['in its header', '/', signed],
  ['without spaces after the commas', '/', signed.replaceAll(', ', ',')],
  ['in another order', '/', 'AWS4-HMAC-SHA256 Signature=00, Credential=A, SignedHeaders=host;x-amz-date'],
  ['in its query', `/things?a=b&${query}`, undefined],
])('a request is taken for a signed one %s', (_where, url, authorization) => {
  expect(isSigned({ url, headers: { authorization } })).toBe(true);
});

test.each([
  ['nothing', '/', undefined],
  ['a token', '/', 'Bearer x'],
  ['a token that speaks of a signature', '/', `Bearer ${signed}`],
  ['the algorithm alone', '/', 'AWS4-HMAC-SHA256'],
  ['a signature of nobody', '/', signed.replace('Credential=', 'Other=')],
  ['a signature of no headers', '/', signed.replace('SignedHeaders=', 'Other=')],
  ['no signature', '/', signed.replace('Signature=', 'Other=')],
  ['an empty signature', '/', signed.replace('=00', '=')],
  ['a part of a signed query', '/?X-Amz-Signature=00', undefined],
  ['a query of another algorithm', `/?${query.replace('AWS4', 'AWS3')}`, undefined],
])('a request with %s is not', (_what, url, authorization) => {
  expect(isSigned({ url, headers: { authorization } })).toBe(false);
});
