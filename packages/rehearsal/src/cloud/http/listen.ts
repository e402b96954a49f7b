import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { CodedError } from '@delivery/coded-error';
import { type Handler, json } from './exchange';

export interface Listening {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** A connection whose client asks for another protocol than HTTP. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What the client has already sent in the other protocol. */
  readonly head: Buffer;
}

/**
 * Serves a handler on a free port of 127.0.0.1.
 *
 * @param upgraded takes a connection over. @default - nothing does: the request is answered as any other
 * @throws TAP4407 if the machine gives no port
 */
export function listen(handler: Handler, upgraded?: (upgrade: Upgrade) => void): Promise<Listening> {
  const server = createServer((request, response) => void serve(handler, request, response));
  // The server itself forgets a connection that was taken over.
  const taken = new Set<Duplex>();
  if (upgraded) {
    server.on('upgrade', (request, socket, head) => {
      taken.add(socket);
      socket.once('close', () => taken.delete(socket));
      upgraded({ request, socket, head });
    });
  }
  // Longer than a client's own keep-alive, so that it is always the client who closes an idle connection.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new CodedError('TAP4407', `no port of 127.0.0.1 to listen on: ${error.message}`, { cause: error })),
    );
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        port,
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
            for (const socket of taken) socket.destroy();
          }),
      });
    });
  });
}

async function serve(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  const answer = await handler({
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headers,
    ...(hasBody ? { body: request } : {}),
    signal: gone.signal,
  }).catch(() => json(502, { message: 'the rehearsal could not answer' }));
  if (!request.readableEnded) request.resume();
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(answer.status);
  if (typeof answer.body === 'string' || answer.body instanceof Uint8Array) {
    response.end(request.method === 'HEAD' ? undefined : answer.body);
    return;
  }
  // A broken body destroys the response: the client sees what it would see from a broken connection.
  pipeline(answer.body, response, () => undefined);
}
