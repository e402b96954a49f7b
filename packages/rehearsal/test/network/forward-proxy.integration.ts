import { request } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import type { Address } from '../../src/network/address';
import { type ForwardProxy, startForwardProxy } from '../../src/network/forward-proxy';
import { type UserProxies, upstreamChoice } from '../../src/network/upstream-proxy';
import { companyProxy, echoServer, listening, webServer } from './servers';

const started: ForwardProxy[] = [];
afterAll(() => Promise.all(started.map((proxy) => proxy.close())));

const refused = 'it is not for you';
/** A proxy that refuses `refused.example`. */
async function proxyWith(proxies: UserProxies = {}) {
  const proxy = await startForwardProxy({
    refuse: ({ host }: Address) => (host === 'refused.example' ? refused : undefined),
    upstream: upstreamChoice(proxies),
  });
  started.push(proxy);
  return proxy;
}

const portOf = ({ url }: ForwardProxy) => Number(new URL(url).port);

/** Sends bytes, and waits for the end of the answer. */
function raw(proxy: ForwardProxy, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(proxy), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => resolve(answer));
    // A server that has answered need not read the rest.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(answer) : reject(error),
    );
  });
}

function tunnel(proxy: ForwardProxy, path: string): Promise<{ readonly status: string; readonly socket: Socket }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: portOf(proxy), method: 'CONNECT', path });
    asked.on('connect', ({ statusCode, statusMessage }, socket: Socket) =>
      resolve({ status: `${statusCode} ${statusMessage}`, socket }),
    );
    asked.on('error', reject);
    asked.end();
  });
}

interface Answered {
  readonly status: string;
  readonly body: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

function get(proxy: ForwardProxy, url: string, body = ''): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port: portOf(proxy),
      method: body === '' ? 'GET' : 'POST',
      path: url,
      headers: { host: 'other.example', 'proxy-authorization': 'Basic c2VjcmV0', 'x-own': 'kept' },
    });
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: `${response.statusCode} ${response.statusMessage}`,
          body: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const said = (socket: Socket, text: string) =>
  new Promise<string>((resolve) => {
    socket.once('data', (chunk) => resolve(chunk.toString()));
    socket.write(text);
  });

describe('a plain request', () => {
  test('is sent on with its body, its own headers and its own target, and answered', async () => {
    const port = await webServer((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () => {
        response.writeHead(201, 'Made', { 'x-answer': 'yes' });
        response.end(JSON.stringify({ url: incoming.url, body, headers: incoming.headers }));
      });
    });
    const { status, body, headers } = await get(await proxyWith(), `http://127.0.0.1:${port}/a?b=c`, 'hello');
    expect(status).toBe('201 Made');
    expect(headers['x-answer']).toBe('yes');
    const seen = JSON.parse(body);
    expect(seen).toMatchObject({ url: '/a?b=c', body: 'hello' });
    expect(seen.headers).toMatchObject({ host: `127.0.0.1:${port}`, 'x-own': 'kept' });
    expect(seen.headers).not.toHaveProperty('proxy-authorization');
  });

  test('that is refused is answered with the reason, in the status and in the body', async () => {
    const answer = await get(await proxyWith(), 'http://refused.example/x', 'a body that nobody reads');
    expect(answer).toMatchObject({ status: `403 ${refused}`, body: `${refused}\n` });
  });

  test('reaches this machine by its IPv6 address', async () => {
    const port = await webServer((_incoming, response) => response.end('six'), '::1');
    expect(await get(await proxyWith(), `http://[::1]:${port}/`)).toMatchObject({ status: '200 OK', body: 'six' });
  });

  test('to nobody says so, and so does one whose answer breaks off', async () => {
    const proxy = await proxyWith();
    expect(await get(proxy, 'http://127.0.0.1:1/')).toMatchObject({
      status: expect.stringMatching(/^502 127\.0\.0\.1:1 could not be reached/),
    });
    const port = await webServer((_incoming, response) => response.destroy());
    expect((await get(proxy, `http://127.0.0.1:${port}/`)).status).toMatch(/^502 /);
    const half = await webServer((_incoming, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 50);
    });
    expect(await raw(proxy, `GET http://127.0.0.1:${half}/ HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/half$/);
  });
});

describe('a tunnel', () => {
  test('carries TLS to its end, into which nobody looks', async () => {
    // A key that both know stands for a certificate.
    const key = Buffer.from('a shared key');
    const settings = { ciphers: 'PSK', maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' } as const;
    const server = createTlsServer({ ...settings, pskCallback: () => key }, (socket) => socket.end('over TLS'));
    const port = await listening(server);
    const { status, socket } = await tunnel(await proxyWith(), `127.0.0.1:${port}`);
    expect(status).toMatch(/^200 /);
    const secure = connectTls({
      ...settings,
      socket,
      pskCallback: () => ({ psk: key, identity: 'test' }),
      checkServerIdentity: () => undefined,
    });
    const text = await new Promise<string>((resolve) => secure.once('data', (chunk) => resolve(chunk.toString())));
    expect(text).toBe('over TLS');
  });

  test('lets one side go on when the other has said everything', async () => {
    const server = createServer({ allowHalfOpen: true }, (answering) => {
      answering.resume().on('end', () => setTimeout(() => answering.end('x'.repeat(1 << 20)), 50));
    });
    const { socket } = await tunnel(await proxyWith(), `127.0.0.1:${await listening(server)}`);
    let length = 0;
    socket.on('data', (chunk) => {
      length += chunk.length;
    });
    socket.end('everything');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(length).toBe(1 << 20);
  });

  test('that is refused is answered with the reason, in the status and in the body', async () => {
    const answer = await raw(await proxyWith(), 'CONNECT refused.example:443 HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(answer.split('\r\n')[0]).toBe(`HTTP/1.1 403 ${refused}`);
    expect(answer).toMatch(new RegExp(`\r\n\r\n${refused}\n$`));
  });

  test('to nobody says so', async () => {
    expect((await tunnel(await proxyWith(), '127.0.0.1:1')).status).toMatch(/^502 127\.0\.0\.1:1 could not be reached/);
  });

  test('ends with the proxy, at both ends', async () => {
    const echo = await echoServer();
    const proxy = await proxyWith();
    const { socket } = await tunnel(proxy, `127.0.0.1:${echo.port}`);
    expect(await said(socket, 'ping')).toBe('ping');
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    await proxy.close();
    await gone;
    await sleep(50);
    expect(echo.sockets.size).toBe(0);
    await expect(tunnel(proxy, `127.0.0.1:${echo.port}`)).rejects.toThrow('ECONNREFUSED');
  });

  test('ends for the one side when the other is gone', async () => {
    const echo = await echoServer();
    const { socket } = await tunnel(await proxyWith(), `127.0.0.1:${echo.port}`);
    expect(await said(socket, 'ping')).toBe('ping');
    socket.on('error', () => undefined);
    socket.resetAndDestroy();
    for (const until = Date.now() + 5_000; echo.sockets.size > 0 && Date.now() < until; await sleep(10));
    expect(echo.sockets.size).toBe(0);
  });
});

describe("another proxy, this machine's own", () => {
  test('is gone through, for a tunnel and for a plain request', async () => {
    const echo = await echoServer();
    const web = await webServer((incoming, response) => response.end(`${incoming.headers.host}${incoming.url}`));
    const company = await companyProxy({ 'inside.example:443': echo.port, 'inside.example:80': web });
    const proxy = await proxyWith({ http: company.url, https: company.url });
    const { status, socket } = await tunnel(proxy, 'inside.example:443');
    expect(status).toMatch(/^200 /);
    expect(await said(socket, 'ping')).toBe('ping');
    socket.destroy();
    expect(await get(proxy, 'http://inside.example/a?b')).toMatchObject({ body: 'inside.example/a?b' });
    expect(company.asked).toEqual([
      { method: 'CONNECT', url: 'inside.example:443', authorization: undefined },
      { method: 'GET', url: 'http://inside.example/a?b', authorization: undefined },
    ]);
  });

  test('is not asked for what is refused, nor for this machine', async () => {
    const echo = await echoServer();
    const company = await companyProxy({});
    const proxy = await proxyWith({ http: company.url, https: company.url });
    expect((await tunnel(proxy, 'refused.example:443')).status).toMatch(/^403 /);
    const { status, socket } = await tunnel(proxy, `127.0.0.1:${echo.port}`);
    socket.destroy();
    expect(status).toMatch(/^200 /);
    expect(company.asked).toEqual([]);
  });

  test('gets its user and password, which nobody else does', async () => {
    const echo = await echoServer();
    const header = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    const company = await companyProxy({ 'inside.example:443': echo.port }, header);
    const good = await tunnel(await proxyWith({ https: `http://me:secret@${company.url}` }), 'inside.example:443');
    good.socket.destroy();
    expect(good.status).toMatch(/^200 /);
    const wrong = await proxyWith({
      http: `http://me:guessed@${company.url}`,
      https: `http://me:guessed@${company.url}`,
    });
    const answer = await raw(wrong, 'CONNECT inside.example:443 HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(answer).toContain(
      `inside.example:443 could not be reached: answered with 407 (by the proxy ${company.url})`,
    );
    expect(answer).not.toMatch(/guessed|bWU6/);
    expect((await get(wrong, 'http://inside.example/')).status).toMatch(/^407 /);
  });

  test('that is not there is named', async () => {
    const { status } = await tunnel(await proxyWith({ https: 'http://me:secret@127.0.0.1:1' }), 'inside.example:443');
    expect(status).toMatch(/^502 inside\.example:443 could not be reached: .*\(by the proxy 127\.0\.0\.1:1\)$/);
    expect(status).not.toContain('secret');
  });
});

describe('a request that is none', () => {
  test.each([
    ['CONNECT without a port', 'CONNECT inside.example HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['CONNECT to a port that is none', 'CONNECT inside.example:99999 HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['a request of the proxy itself', 'GET / HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['a URL of another kind', 'GET ftp://inside.example/ HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['no HTTP at all', '\u0016\u0003\u0001\u0002\r\n\r\n', 400],
    ['a head without an end', `GET http://inside.example/ HTTP/1.1\r\nx: ${'y'.repeat(1 << 16)}\r\n\r\n`, 431],
    ['a URL without an end', `GET http://inside.example/${'y'.repeat(1 << 20)} HTTP/1.1\r\n\r\n`, 431],
  ])('is answered, and the proxy lives on: %s', async (_what, text, status) => {
    const proxy = await proxyWith();
    expect(await raw(proxy, text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await get(proxy, 'http://refused.example/')).status).toMatch(/^403 /);
  });

  test('is forgotten when its client goes away in the middle of it', async () => {
    const proxy = await proxyWith();
    const socket = connect(portOf(proxy), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST http://127.0.0.1:1/ HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    await sleep(50);
    socket.resetAndDestroy();
    await sleep(50);
    expect((await get(proxy, 'http://refused.example/')).status).toMatch(/^403 /);
  });
});

test('it listens on this machine alone', async () => {
  const { url } = await proxyWith();
  expect(new URL(url).hostname).toBe('127.0.0.1');
});
