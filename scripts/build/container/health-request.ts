import { type Agent, get } from 'node:http';
import { serviceContainer } from '../../../contracts/service-container';

/** A request that was sent whole. */
export interface SentRequest {
  /** Status of its answer, once all of it has come; rejects if it doesn't. */
  readonly answer: Promise<number>;
}

/**
 * Asks for the health of a container, and comes back when the system has the request.
 *
 * @param port of this machine's own address
 * @param withinMs milliseconds for the whole answer
 */
export function sendHealthRequest(port: number, withinMs: number, agent: Agent): Promise<SentRequest> {
  const { path } = serviceContainer.health;
  const request = get({ host: '127.0.0.1', port, path, agent, signal: AbortSignal.timeout(withinMs) });
  const answer = new Promise<number>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      response.once('error', reject);
      response.once('end', () => resolve(response.statusCode ?? 0)).resume();
    });
  });
  // Whoever needs it awaits it; until then a failure is nobody's.
  answer.catch(() => undefined);
  return new Promise((resolve) => {
    request.once('finish', () => resolve({ answer }));
    request.once('error', () => resolve({ answer }));
  });
}
