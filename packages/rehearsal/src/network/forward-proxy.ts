import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { CodedError } from '@delivery/coded-error';
import { type Address, addressOf, addressOfUrl, authorityOf } from './address';
import { authorizationOf, dial } from './dial';
import { withoutHops } from './hop-by-hop';
import type { ChooseUpstream } from './upstream-proxy';

/** What a proxy says to a request that is none of a proxy's. */
const broken = 'The rehearsal\'s proxy takes CONNECT with "name:port", and requests of URLs that begin with "http://"';

export interface ForwardProxyOptions {
  /** Asked of every request: why its address is refused, in one line of ASCII; undefined lets it through. */
  readonly refuse: (address: Address) => string | undefined;
  readonly upstream: ChooseUpstream;
}

/** A proxy that programs of this machine go out by. */
export interface ForwardProxy {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends every connection, whatever is under way. */
  close(): Promise<void>;
}

/**
 * Starts a forward proxy on a free port of 127.0.0.1: tunnels by CONNECT, into which it does not look, and plain requests of HTTP.
 *
 * @throws CodedError TAP4407 if the machine gives no port
 */
export function startForwardProxy(options: ForwardProxyOptions): Promise<ForwardProxy> {
  const open = new Set<Duplex>();
  const keep: Keep = (stream) => {
    open.add(stream);
    stream.once('close', () => open.delete(stream));
    // Whoever is gone is told nothing more.
    stream.on('error', () => undefined);
    return stream;
  };
  const server = createServer((request, response) => forward(request, response, options));
  // An upload takes its time.
  server.requestTimeout = 0;
  server.on('connection', keep);
  server.on('connect', ({ url = '' }, client, head) => void tunnel({ authority: url, client, head }, options, keep));
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new CodedError('TAP4407', `no port of 127.0.0.1 for a proxy: ${cause.message}`, { cause })),
    );
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done());
          for (const stream of open) stream.destroy();
        });
      resolve({ url: `http://127.0.0.1:${port}`, close });
    });
  });
}

/** Remembers a connection for the end. */
type Keep = <S extends Duplex>(stream: S) => S;

interface Tunnel {
  readonly authority: string;
  readonly client: Duplex;
  /** What the client has said already. */
  readonly head: Buffer;
}

async function tunnel(
  { authority, client, head }: Tunnel,
  { refuse, upstream }: ForwardProxyOptions,
  keep: Keep,
): Promise<void> {
  const address = addressOf(authority);
  const refusal = address && refuse(address);
  if (address === undefined || refusal !== undefined) {
    client.end(refusal === undefined ? answerOf(400, broken) : answerOf(403, refusal));
    return;
  }
  try {
    const target = keep(await dial(address, upstream(address, 'https')));
    if (client.destroyed) {
      target.destroy();
      return;
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) target.write(head);
    pipeline(client, target, (error) => error && client.destroy());
    pipeline(target, client, (error) => error && target.destroy());
  } catch (error) {
    client.end(answerOf(502, unreachable(address, error)));
  }
}

function forward(request: IncomingMessage, response: ServerResponse, { refuse, upstream }: ForwardProxyOptions): void {
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
  if (url?.protocol !== 'http:') {
    say(request, response, 400, broken);
    return;
  }
  const address = addressOfUrl(url);
  const refusal = refuse(address);
  if (refusal !== undefined) {
    say(request, response, 403, refusal);
    return;
  }
  const by = upstream(address, 'http');
  const path = `${url.pathname}${url.search}`;
  const { host, port } = by ?? address;
  const outgoing = (by?.secure ? httpsRequest : httpRequest)({
    host,
    port,
    // A connection of its own: one that was kept may be at its end just now.
    agent: false,
    method: request.method,
    path: by === undefined ? path : `http://${url.host}${path}`,
    // The request's own target counts, whatever its header says: https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
    headers: { ...withoutHops(request.headers), host: url.host, ...(by && authorizationOf(by)) },
  });
  outgoing.once('response', (incoming) => {
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, withoutHops(incoming.headers));
    // A body that breaks off breaks off here, too.
    pipeline(incoming, response, () => undefined);
  });
  outgoing.on('error', (error) => {
    if (!response.headersSent) say(request, response, 502, unreachable(address, error));
  });
  response.once('close', () => outgoing.destroy());
  pipeline(request, outgoing, () => undefined);
}

function unreachable(address: Address, error: unknown): string {
  return `${authorityOf(address)} could not be reached: ${error instanceof Error ? error.message : String(error)}`;
}

/** Answers in the status line and in the body. */
function say(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  request.resume();
  response.writeHead(status, inStatusLine(text), { 'content-type': 'text/plain', connection: 'close' });
  response.end(`${text}\n`);
}

/** The same to a CONNECT, whose socket the server has given away. */
function answerOf(status: number, text: string): string {
  const head = [`HTTP/1.1 ${status} ${inStatusLine(text)}`, 'content-type: text/plain', 'connection: close'];
  return `${head.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(text) + 1}\r\n\r\n${text}\n`;
}

/** What the system says of an error may be in any language. */
function inStatusLine(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, ' ');
}
