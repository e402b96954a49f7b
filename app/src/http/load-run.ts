import type { IncomingMessage } from 'node:http';

/** Header by which a load test marks its requests with the id of its run. */
const loadRunHeader = 'x-load-run';

/** The load test's run that a request belongs to, if its id is plain enough to be logged. */
export function loadRunOf(request: Pick<IncomingMessage, 'headers'>): string | undefined {
  const given = request.headers[loadRunHeader];
  return typeof given === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(given) ? given : undefined;
}
