import { createHash } from 'node:crypto';

export const manifestMediaType = 'application/vnd.docker.distribution.manifest.v2+json';

export interface Manifest {
  readonly text: string;
  /** `sha256:` and the SHA-256 of the text: what a registry would compute. */
  readonly digest: string;
}

/**
 * A registry's manifest of an image.
 *
 * @param config SHA-256 of what the image is made of, hexadecimal
 * @param layers SHA-256 of each layer, hexadecimal; none if no layers were made
 */
export function imageManifest(config: string, layers: readonly string[]): Manifest {
  const blob = (mediaType: string, hex: string) => ({ mediaType, size: 0, digest: `sha256:${hex}` });
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestMediaType,
    config: blob('application/vnd.docker.container.image.v1+json', config),
    layers: layers.map((layer) => blob('application/vnd.docker.image.rootfs.diff.tar.gzip', layer)),
  });
  return { text, digest: `sha256:${createHash('sha256').update(text).digest('hex')}` };
}

/** Where the files of an image lie, by its digest. */
export function imageFolderName(digest: string): string {
  return digest.replace(/^sha256:/, '');
}
