import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

// A port that was just given out and is not yet listened on must not be given out again.
const recent: number[] = [];
const REMEMBERED = 200;

/** A free port of 127.0.0.1, not given out lately. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await probe();
    if (recent.includes(port)) continue;
    recent.push(port);
    if (recent.length > REMEMBERED) recent.shift();
    return port;
  }
}

function probe(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
