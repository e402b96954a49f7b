import { CodedError } from '@delivery/coded-error';
import { placeholderDigest, revisionOf } from '../../lib/constructs/image-revision';
import { imageDigest, isOfThePipeline } from '../../lib/pipeline/image-digest';

test('a digest is taken as it is', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  expect(imageDigest({ IMAGE_DIGEST: digest })).toBe(digest);
});

test('without the variable a placeholder stands in, which has a digest’s form and names no image', () => {
  expect(imageDigest({})).toBe(placeholderDigest);
  expect(imageDigest({ IMAGE_DIGEST: placeholderDigest })).toBe(placeholderDigest);
});

test('an image is named by the first twelve digits of its digest, and the placeholder by nothing', () => {
  expect(revisionOf(`sha256:${'0123456789abcdef'.repeat(4)}`)).toBe('0123456789ab');
  expect(revisionOf(placeholderDigest)).toBeUndefined();
});

test('only a synthesis that was handed a digest is the pipeline’s own', () => {
  expect(isOfThePipeline({ IMAGE_DIGEST: placeholderDigest })).toBe(true);
  expect(isOfThePipeline({ CODEBUILD_BUILD_ID: 'any:1' })).toBe(false);
});

test.each(['', 'latest', `sha256:${'0'.repeat(63)}`, `sha256:${'A'.repeat(64)}`, ` sha256:${'0'.repeat(64)}`])(
  '"%s" is refused, because it would render another image than was built',
  (received) => {
    expect(() => imageDigest({ IMAGE_DIGEST: received })).toThrow(CodedError);
    expect(() => imageDigest({ IMAGE_DIGEST: received })).toThrow(/^TAP1801: .*sha256: and 64 hexadecimal digits/s);
  },
);
