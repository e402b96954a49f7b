import { createServer } from 'node:net';
import { CodedError } from '@delivery/coded-error';

// Below the ranges from which Linux (32768) and macOS (49152) take the local ports of outgoing connections: a port that was
// found free must still be free when a process that takes seconds to start listens on it.
const FIRST = 20_000;
const LAST = 29_999;
const ATTEMPTS = 200;

// A port that was just given out, and is not yet listened on, must not be given out again.
const recent: number[] = [];
const REMEMBERED = 500;

/**
 * A free port of 127.0.0.1, not given out lately.
 *
 * @throws TAP4407 if none is found
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (recent.includes(port) || !(await isFree(port))) continue;
    recent.push(port);
    if (recent.length > REMEMBERED) recent.shift();
    return port;
  }
  throw new CodedError('TAP4407', `no free port of 127.0.0.1 between ${FIRST} and ${LAST}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
