import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 that nothing listens on at this moment, chosen by the system.
 *
 * Another program may take it before it is used: whoever starts a server on it must check that it was his server that answered.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('the system gave no port'));
      });
    });
  });
}
