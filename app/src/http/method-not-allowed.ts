import type { FastifyInstance, HTTPMethods } from 'fastify';
import { ApiError } from '../errors';

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Remembers the methods of every route that is registered after this call; the function that it returns then registers an
 * answer 405 with an `Allow` header for all others of the same path. Without it they would be "not found".
 */
export function rememberMethods(app: FastifyInstance): () => void {
  const allowed = new Map<string, Set<string>>();
  let closed = false;
  app.addHook('onRoute', (route) => {
    if (closed) {
      return;
    }
    const known = allowed.get(route.url) ?? new Set<string>();
    for (const method of [route.method].flat()) {
      known.add(method);
    }
    allowed.set(route.url, known);
  });
  return () => {
    closed = true;
    for (const [url, known] of allowed) {
      const allow = [...known].sort().join(', ');
      const refuse = () => {
        throw new ApiError('TAP5105', `This path takes ${allow}`);
      };
      app.route({
        method: methods.filter((method) => !known.has(method)),
        url,
        // In the first hook, so that no body is read or judged for a method that isn't there.
        onRequest: async (_request, reply) => {
          reply.header('allow', allow);
          refuse();
        },
        handler: refuse,
      });
    }
  };
}
