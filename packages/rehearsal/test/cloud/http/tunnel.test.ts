import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen } from '../../../src/cloud/http/listen';
import { tunnel } from '../../../src/cloud/http/tunnel';

const closing: (() => unknown)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

/** A server that echoes a protocol of its own, or refuses it; its connections, and what it was asked. */
async function server(agrees: boolean) {
  const peers: Duplex[] = [];
  const asked: IncomingMessage[] = [];
  const one = createServer((request, response) => {
    asked.push(request);
    response.writeHead(418).end('no');
  });
  if (agrees) {
    one.on('upgrade', (request, socket, head) => {
      asked.push(request);
      peers.push(socket);
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n');
      socket.write(head);
      socket.pipe(socket);
    });
  }
  await new Promise<void>((done) => one.listen(0, '127.0.0.1', done));
  closing.push(() => {
    one.close();
    one.closeAllConnections();
    for (const peer of peers) peer.destroy();
  });
  return { port: (one.address() as AddressInfo).port, peers, asked };
}

/** A listener that leads to a port, and the outcome of each tunnel. */
async function front(port: number) {
  const outcomes: Promise<boolean>[] = [];
  const listening = await listen(
    async () => ({ status: 200, headers: {}, body: 'plain' }),
    (upgrade) => {
      const url = `/led${upgrade.request.url}`;
      outcomes.push(tunnel(upgrade, { host: '127.0.0.1', port, url, headers: { 'x-account': '1' }, timeoutMs: 5_000 }));
    },
  );
  closing.push(() => listening.close());
  return { listening, outcomes };
}

/** A client that asks for the protocol, and already says something in it. */
async function client(port: number, first = '') {
  const socket = connect(port, '127.0.0.1');
  closing.push(() => socket.destroy());
  let text = '';
  socket.on('data', (data) => (text += String(data)));
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  socket.write(`GET /a?b=1 HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n${first}`);
  const said = async (wanted: string) => {
    while (!text.includes(wanted)) await new Promise((soon) => setTimeout(soon, 5));
    return text;
  };
  return { socket, said, closed };
}

describe('a client that asks for another protocol', () => {
  test('talks with the server that has agreed, both ways, from the first byte', async () => {
    const { port, asked } = await server(true);
    const { listening, outcomes } = await front(port);
    const { socket, said } = await client(listening.port, 'early ');
    expect(await said('early ')).toMatch(/^HTTP\/1\.1 101 /);
    socket.write('late');
    await said('early late');
    expect(await outcomes[0]).toBe(true);
    expect([asked[0]?.url, asked[0]?.headers['x-account']]).toEqual(['/led/a?b=1', '1']);
  });

  test('gets the answer of a server that has not', async () => {
    const { listening, outcomes } = await front((await server(false)).port);
    expect(await (await client(listening.port)).said('no')).toMatch(/^HTTP\/1\.1 418 /);
    expect(await outcomes[0]).toBe(false);
  });

  test('is told that nobody answers', async () => {
    const { listening, outcomes } = await front(1);
    expect(await (await client(listening.port)).said('502')).toMatch(/^HTTP\/1\.1 502 /);
    expect(await outcomes[0]).toBe(false);
  });

  test.each(['client', 'server', 'listener'])('is let go, and so is the server, when the %s goes', async (who) => {
    const { port, peers } = await server(true);
    const { listening } = await front(port);
    const { socket, said, closed } = await client(listening.port, 'here');
    await said('here');
    const [peer] = peers;
    const left = new Promise<void>((done) => peer?.once('close', () => done()));
    if (who === 'listener') await listening.close();
    else (who === 'client' ? socket : peer)?.destroy();
    await Promise.all([closed, left]);
  });

  test('changes nothing for others', async () => {
    const { listening } = await front(1);
    expect(await (await fetch(listening.url)).text()).toBe('plain');
  });
});
