import { createServer } from 'node:net';
import { CodedError } from '@delivery/coded-error';

// Below the ranges from which Linux (32768) and macOS (49152) take the local ports of outgoing connections: a port that was
// found free must still be free when a process that takes seconds to start listens on it.
const first = 20_000;
const last = 29_999;
const attempts = 200;

// A port that was just given out, and is not yet listened on, must not be given out again.
const recent: number[] = [];
const remembered = 500;

/**
 * A free port of 127.0.0.1, not given out lately.
 *
 * @throws TAP4407 if none is found
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = first + Math.floor(Math.random() * (last - first + 1));
    if (recent.includes(port) || !(await isFree(port))) continue;
    recent.push(port);
    if (recent.length > remembered) recent.shift();
    return port;
  }
  throw new CodedError('TAP4407', `no free port of 127.0.0.1 between ${first} and ${last}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
