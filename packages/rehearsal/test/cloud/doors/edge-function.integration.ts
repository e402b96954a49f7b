import {
  changedAnswer,
  edgeRequest,
  edgeResponse,
  madeAnswer,
  rewrittenExchange,
} from '../../../src/cloud/doors/edge-event';
import { type EdgeEvent, EdgeFunction, type EdgeRequest } from '../../../src/cloud/doors/edge-function';
import type { Exchange } from '../../../src/cloud/http/exchange';

const exchange: Exchange = {
  method: 'GET',
  url: '/a%20b?x=1&x=2&flag&y=a%3Db=',
  headers: { host: 'weather', accept: ['text/html', 'text/css'], cookie: 'a=1; b=2' },
};
const event = (request: EdgeRequest = edgeRequest(exchange)): EdgeEvent => ({
  version: '1.0',
  context: { distributionDomainName: 'd1', distributionId: 'E1', eventType: 'viewer-request', requestId: '1' },
  viewer: { ip: '127.0.0.1' },
  request,
});
const running: EdgeFunction[] = [];
const functionOf = (code: string, longestRunMs?: number) => {
  const made = new EdgeFunction(code, longestRunMs);
  running.push(made);
  return made;
};
const run = (code: string) => functionOf(code).run(event());
afterAll(() => Promise.all(running.map((one) => one.close())));

describe('an event', () => {
  it('holds a request as it was sent, with what is there several times', () => {
    expect(edgeRequest(exchange)).toEqual({
      method: 'GET',
      uri: '/a%20b',
      querystring: {
        x: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] },
        flag: { value: '' },
        y: { value: 'a%3Db=' },
      },
      headers: {
        host: { value: 'weather' },
        accept: { value: 'text/html', multiValue: [{ value: 'text/html' }, { value: 'text/css' }] },
      },
      cookies: { a: { value: '1' }, b: { value: '2' } },
    });
  });

  it('becomes the same request again', () => {
    expect(rewrittenExchange(exchange, edgeRequest(exchange))).toEqual(exchange);
    const bare: Exchange = { method: 'GET', url: '/', headers: {} };
    expect(rewrittenExchange(bare, edgeRequest(bare))).toEqual(bare);
  });

  it('becomes the answer that a function made or changed, with the cookies and the body of the first', () => {
    expect(madeAnswer({ statusCode: 204 })).toEqual({ status: 204, headers: {}, body: Buffer.from('') });
    expect(madeAnswer({ statusCode: 200, body: 'text' }).body).toEqual(Buffer.from('text'));
    const answer = { status: 200, headers: { 'content-type': 'text/html', 'set-cookie': ['a=1'] }, body: 'page' };
    const seen = edgeResponse(answer);
    expect(seen).toEqual({ statusCode: 200, headers: { 'content-type': { value: 'text/html' } }, cookies: {} });
    expect(changedAnswer(answer, seen)).toEqual(answer);
    expect(changedAnswer(answer, { statusCode: 201, body: 'other' })).toEqual({
      status: 201,
      headers: { 'set-cookie': ['a=1'] },
      body: Buffer.from('other'),
    });
  });
});

describe('a function', () => {
  it('gets the event, and may be asynchronous', async () => {
    const later = 'async function handler(event) { await null; return event.request; }';
    expect(await run(later)).toEqual(edgeRequest(exchange));
    expect(await run('var handler = (event) => ({ statusCode: 302, headers: {} });')).toEqual({
      statusCode: 302,
      headers: {},
    });
  });

  it('starts anew with each event', async () => {
    const counting = functionOf('var count = 0; function handler() { return { statusCode: 200 + ++count }; }');
    expect(await Promise.all([counting.run(event()), counting.run(event())])).toEqual([
      { statusCode: 201 },
      { statusCode: 201 },
    ]);
  });

  it('may write to its log', async () => {
    expect(await run("function handler() { console.log('x'); return { statusCode: 200 }; }")).toEqual({
      statusCode: 200,
    });
  });

  it.each([
    ['throws', "function handler() { throw new TypeError('planted'); }", /TypeError: planted/],
    ['rejects', "async function handler() { throw new Error('later'); }", /Error: later/],
    ['returns nothing', 'function handler() {}', /returned nothing/],
    ['is not there', 'function other() {}', /handler is not defined/],
    ['reaches for Node', "function handler() { return require('fs'); }", /require is not defined/],
    ['reaches for the process', 'function handler() { return process.env; }', /process is not defined/],
    ['makes code', "function handler() { return eval('1'); }", /EvalError/],
  ])('fails if it %s', async (_what, code, reason) => {
    await expect(run(code)).rejects.toThrow(reason);
  });

  it.each([
    ['at once', 'function handler(event) { for (; event.request.method === "GET"; ); return event.request; }'],
    [
      'later',
      'async function handler(event) { await null; for (; event.request.method === "GET"; ); return event.request; }',
    ],
  ])('is ended if it runs endlessly, %s, and serves the next event', async (_when, code) => {
    const endless = functionOf(code, 2000);
    await expect(endless.run(event())).rejects.toThrow(/did not end in 2000 ms/);
    const next = { ...edgeRequest(exchange), method: 'HEAD' };
    expect(await endless.run(event(next))).toEqual(next);
  });

  it('fails when its door is closed', async () => {
    const endless = functionOf('function handler() { for (;;); }');
    const answer = endless.run(event());
    await Promise.all([expect(answer).rejects.toThrow(/door was closed/), endless.close()]);
  });

  it('must be JavaScript', () => {
    expect(() => new EdgeFunction('function {')).toThrow(/^Unexpected token/);
  });
});
