import { withoutSignature } from '../../../src/cloud/gateway/presigned';

const at = Date.UTC(2026, 0, 2, 3, 4, 5);
const target =
  '/bucket/a%20b?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F1&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60' +
  '&X-Amz-SignedHeaders=host&X-Amz-Signature=00&x-amz-checksum-crc32=AAAA&x-amz-acl=private&versionId=7&x-id=GetObject';

test('the signature is taken off, headers in the query become headers, the rest of the query stays', () => {
  expect(withoutSignature(target, at)).toEqual({
    path: '/bucket/a%20b?versionId=7&x-id=GetObject',
    headers: { 'x-amz-acl': 'private' },
    expired: false,
  });
});

test.each([
  ['at its last second', 60_000, false],
  ['after it', 60_001, true],
])('%s the URL is expired: %j ms later, %j', (_, later, expired) => {
  expect(withoutSignature(target, at + later).expired).toBe(expired);
});

test('a URL without a readable date is expired', () => {
  expect(withoutSignature('/bucket/key?X-Amz-Signature=00', at)).toMatchObject({ path: '/bucket/key', expired: true });
});
