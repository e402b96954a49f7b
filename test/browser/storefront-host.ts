import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

export interface StorefrontHost {
  readonly url: string;
  breakApi(broken: boolean): void;
  stop(): Promise<void>;
}

/** As strict as the distribution's policy or stricter: nothing inline, nothing from elsewhere. */
const securityPolicy =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Puts the static files and both services behind one origin on 127.0.0.1, as the distribution and the load balancer do.
 *
 * @param siteFolder folder of the static files
 * @param ports where the services listen
 */
export async function startStorefrontHost(
  siteFolder: string,
  ports: { readonly catalog: number; readonly checkout: number },
): Promise<StorefrontHost> {
  let broken = false;
  const server = createServer((incoming, outgoing) => {
    const path = new URL(incoming.url ?? '/', 'http://host').pathname;
    if (!path.startsWith('/api/')) {
      sendFile(siteFolder, path, outgoing);
    } else if (broken) {
      outgoing.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Service Unavailable</h1>');
    } else {
      pass(incoming, outgoing, path.startsWith('/api/products') ? ports.catalog : ports.checkout);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    breakApi: (value) => {
      broken = value;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function sendFile(folder: string, path: string, outgoing: ServerResponse): Promise<void> {
  const headers = { 'content-security-policy': securityPolicy, 'x-content-type-options': 'nosniff' };
  const file = normalize(path === '/' ? '/index.html' : path);
  const type = types[extname(file)];
  const found = type ? await readFile(join(folder, file)).catch(() => undefined) : undefined;
  if (found && type) {
    outgoing.writeHead(200, { ...headers, 'content-type': type }).end(found);
    return;
  }
  const page = await readFile(join(folder, '404.html')).catch(() => '');
  outgoing.writeHead(404, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(page);
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const { method, url: path, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.writeHead(502).end());
  incoming.pipe(onward);
}
