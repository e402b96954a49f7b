import type { Answer, Door, DoorRequest } from './door';

/** Below it tasks answer; all else of the shop are files. */
const api = '/api/';

/**
 * Insists that an answer of the API was given now, and by the image that this environment runs: one that a cache kept, or a
 * task of the release before gave, says nothing of this commit.
 *
 * @throws Error if it was not
 */
export function insistOnFresh(door: Door, request: DoorRequest, answer: Answer, where: string): void {
  if (!request.path.startsWith(api) || door.keeps?.(request)) return;
  const age = answer.headers.get('age');
  if (age !== null) {
    const why =
      door.name === 'API Gateway' && !door.keeps
        ? 'API Gateway has no cache here'
        : 'nothing may keep answers of this path';
    throw new Error(`${where} was answered by a cache (age: ${age} s); ${why}.`);
  }
  if (door.revision === undefined) return;
  const revision = answer.headers.get('x-revision');
  if (revision === door.revision) return;
  const seen = revision === null ? 'no x-revision' : `x-revision ${JSON.stringify(revision)}`;
  throw new Error(
    `${where} was answered with ${seen}; the image that is deployed here answers with "${door.revision}". A service without that header is configured with gates.revisionHeader: false.`,
  );
}
