import { CodedError } from '@delivery/coded-error';
import { placeholderDigest } from '../constructs/image-revision';

/** Whether this synthesis is the pipeline's own: no other is handed a digest. The pipeline then has been complete once. */
export function isOfThePipeline(env: Readonly<Record<string, string | undefined>>): boolean {
  return env.IMAGE_DIGEST !== undefined;
}

/**
 * Digest of the shop's image, from `IMAGE_DIGEST`.
 *
 * @returns the placeholder if the variable is missing: the build runs once with the definition before self-mutation,
 * which may not hand it on yet
 * @throws CodedError TAP1801 if it is anything but a SHA-256 digest; an empty one would render an image without tag, which
 * means `latest`
 */
export function imageDigest(env: Readonly<Record<string, string | undefined>>): string {
  const digest = env.IMAGE_DIGEST;
  if (digest === undefined) return placeholderDigest;
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new CodedError(
      'TAP1801',
      `IMAGE_DIGEST: "${digest}" is not an image digest; allowed is sha256: and 64 hexadecimal digits, or no such variable`,
    );
  }
  return digest;
}
