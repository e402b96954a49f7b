import { createServer, type RequestListener, request } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});

/** Listens on a free port until the tests of the file have ended. @returns the port */
export function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  ends.push(() => server.close());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });
}

export function webServer(answer: RequestListener, host?: string): Promise<number> {
  return listening(createServer(answer), host);
}

/** A server that sends back what it gets, and says how many connections it has. */
export async function echoServer(): Promise<{ readonly port: number; readonly sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  return { port: await listening(server), sockets };
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

/**
 * A proxy as a company has it, which knows names that nobody else does: it stands for the network.
 *
 * @param hosts ports of this machine by `name:port`
 * @param user what the header of its users has to be. @default - anybody may use it
 */
export async function companyProxy(hosts: Readonly<Record<string, number>>, user?: string) {
  const asked: Asked[] = [];
  const note = (method = '', url = '', authorization: string | undefined) => {
    asked.push({ method, url, authorization });
    return user === undefined || authorization === user;
  };
  const server = createServer((incoming, response) => {
    const known = note(incoming.method, incoming.url, incoming.headers['proxy-authorization']);
    const url = new URL(incoming.url ?? '');
    const port = hosts[`${url.hostname}:${url.port || '80'}`];
    if (!known || port === undefined) {
      response.writeHead(known ? 502 : 407).end();
      return;
    }
    const { method, headers } = incoming;
    const outgoing = request({ host: '127.0.0.1', port, method, headers, path: `${url.pathname}${url.search}` });
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  server.on('connect', (incoming, client: Duplex) => {
    client.on('error', () => undefined);
    const known = note('CONNECT', incoming.url, incoming.headers['proxy-authorization']);
    const port = hosts[incoming.url ?? ''];
    if (!known || port === undefined) {
      client.end(`HTTP/1.1 ${known ? '502 Unknown' : '407 Who are you'}\r\n\r\n`);
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    target.on('error', () => client.destroy());
  });
  return { url: `127.0.0.1:${await listening(server)}`, asked };
}
