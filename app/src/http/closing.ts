import type { FastifyInstance } from 'fastify';

/** How often connections that have fallen idle are closed while the server is ending, in milliseconds. */
const sweepMs = 100;

/**
 * Lets kept-alive connections end with their last request once the server is closing. Otherwise a client that keeps its
 * connection open keeps the server from ending until the keep-alive time is over.
 */
export function registerClosing(app: FastifyInstance): void {
  let closing = false;
  let sweeping: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    closing = true;
    // For answers whose headers were already sent when the closing began.
    sweeping = setInterval(() => app.server.closeIdleConnections(), sweepMs);
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) {
      reply.header('connection', 'close');
    }
    done(null, payload);
  });
  app.server.once('close', () => clearInterval(sweeping));
}
