/**
 * Stands in the templates where no image was built: the first deployment from a laptop, and tests.
 *
 * It has a digest's form, so that everything synthesizes; no registry holds it, so nothing can run it by accident.
 */
export const placeholderDigest = `sha256:${'0'.repeat(64)}`;

/**
 * What names the image in answers and manifests: the first 12 hexadecimal digits of its digest.
 *
 * @returns undefined for the placeholder, which names no image
 */
export function revisionOf(digest: string): string | undefined {
  return digest === placeholderDigest ? undefined : digest.slice('sha256:'.length).slice(0, 12);
}
