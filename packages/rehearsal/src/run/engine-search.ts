import { findBaseImage } from '../executors/image/base-image';
import { type EngineSearch, findEngine } from '../executors/image/engine';
import type { Assembly } from './assembly';

/**
 * Begins the search for a container engine with the base of a Dockerfile, which takes time that the synth takes, too.
 *
 * @returns undefined if there is no such file
 */
export function searchEarly(dockerfile: string, path: string, signal: AbortSignal): Promise<EngineSearch | undefined> {
  const search = findBaseImage(dockerfile).then((base) =>
    base === undefined ? undefined : findEngine(base, path, signal),
  );
  // It is waited for when the commit is pushed; its abort must not count as nobody's.
  search.catch(() => undefined);
  return search;
}

/** Searches with the base of the first image that is made of the app's own files. */
export async function searchForAssets(
  assembly: Pick<Assembly, 'imageAssets'>,
  path: string,
  signal: AbortSignal,
): Promise<EngineSearch> {
  for (const { dockerfile } of await assembly.imageAssets()) {
    const base = await findBaseImage(dockerfile);
    if (base !== undefined) return findEngine(base, path, signal);
  }
  return { engine: undefined, reason: 'the commit has no Dockerfile whose base could be tried' };
}
