import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';

/** A door with TLS. */
export interface TlsDoor {
  readonly url: string;
  /** The certificate, which is its own authority: a file. */
  readonly certificate: string;
  stop(): Promise<void>;
}

/** Puts TLS before a door of this machine; each connection waits so many milliseconds before its handshake goes on. */
export async function slowHandshakes(door: string, delayMs: number, folder: string): Promise<TlsDoor> {
  const [key, certificate] = [`${folder}/door-key.pem`, `${folder}/door.pem`];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
  };
  const tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (inside) => {
    const behind = connect(Number(new URL(door).port), '127.0.0.1');
    for (const socket of [inside, behind]) keep(socket);
    inside.pipe(behind).pipe(inside);
  });
  // Not read yet, so that a client's greeting waits with the rest.
  const front = createServer({ pauseOnConnect: true }, async (socket) => {
    keep(socket);
    await sleep(delayMs);
    if (!socket.destroyed) tls.emit('connection', socket);
  });
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done));
  return {
    url: `https://127.0.0.1:${(front.address() as AddressInfo).port}`,
    certificate,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((done) => front.close(done));
    },
  };
}
