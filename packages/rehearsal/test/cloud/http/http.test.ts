import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type Exchange, json } from '../../../src/cloud/http/exchange';
import { createForwarder } from '../../../src/cloud/http/forward';
import { listen } from '../../../src/cloud/http/listen';

describe('listen and forward', () => {
  it('carry a request and its answer, bodies included, without the headers of one connection', async () => {
    const seen: { method?: string; url?: string; headers: Exchange['headers']; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        seen.push({ method, url, headers, body });
        response.writeHead(201, { 'set-cookie': ['a=1', 'b=2'], 'x-answer': 'yes' });
        response.end(`got ${body.length}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const forwarder = createForwarder();
    const front = await listen((exchange) =>
      forwarder.send(exchange, { host: '127.0.0.1', port, timeoutMs: 2_000, headers: { 'x-added': '1' } }),
    );
    const big = 'x'.repeat(300_000);
    const answer = await fetch(`${front.url}/a?b=c`, {
      method: 'PUT',
      body: big,
      headers: { 'x-own': 'o', 'proxy-authorization': 'p' },
    });
    expect([answer.status, await answer.text(), answer.headers.getSetCookie()]).toEqual([
      201,
      'got 300000',
      ['a=1', 'b=2'],
    ]);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: 'PUT',
      url: '/a?b=c',
      headers: { 'x-own': 'o', 'x-added': '1' },
      body: big,
    });
    expect(seen[0]?.headers['proxy-authorization']).toBeUndefined();
    await front.close();
    await forwarder.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('tell a handler that its client has gone', async () => {
    let gone: Promise<void> | undefined;
    let started: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      started = resolve;
    });
    const front = await listen(({ signal }) => {
      gone = new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
      started();
      return new Promise<Answer>(() => undefined);
    });
    const client = new AbortController();
    const request = fetch(front.url, { signal: client.signal }).catch((error: Error) => error.name);
    await begun;
    client.abort();
    expect(await request).toBe('AbortError');
    await gone;
    await front.close();
  });

  it('answer with an error of their own when a handler fails, and nothing but headers to HEAD', async () => {
    const front = await listen(async ({ method }) => {
      if (method === 'GET') throw new Error('broken');
      return json(200, { long: 'text' });
    });
    expect((await fetch(front.url)).status).toBe(502);
    const head = await fetch(front.url, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    await front.close();
  });
});
