import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { whyUnanswered } from '../../../checks/smoke/unanswered';

/** Why a request got no answer. */
async function whyNot(address: string, signal?: AbortSignal): Promise<string> {
  try {
    await fetch(address, { signal });
  } catch (error) {
    return whyUnanswered(error);
  }
  throw new Error('was answered');
}

const server = createServer();
let port: number;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

test('a name without an address', async () => {
  expect(await whyNot('http://shop.invalid/')).toMatch(/^its name has no address \(DNS\): /);
});

test('a port that nobody listens on', async () => {
  // One that was free just now: fetch refuses well-known ones itself, before it connects.
  const closed = createServer();
  await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
  const free = (closed.address() as AddressInfo).port;
  await new Promise((done) => closed.close(done));
  expect(await whyNot(`http://127.0.0.1:${free}/`)).toMatch(/^the connection was refused: ECONNREFUSED/);
});

test('a door without TLS', async () => {
  expect(await whyNot(`https://127.0.0.1:${port}/`)).toMatch(/^no secure connection came about \(TLS\): /);
});

test('a door that does not answer', async () => {
  expect(await whyNot(`http://127.0.0.1:${port}/`, AbortSignal.timeout(20))).toMatch(/^the time was up: /);
});

test('what Node gives no known code to is told in its own words', () => {
  expect(whyUnanswered(new Error('no idea'))).toBe('no idea');
  expect(whyUnanswered('text')).toBe('text');
});
