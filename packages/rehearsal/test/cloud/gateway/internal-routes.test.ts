import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Backing } from '../../../src/cloud/base/contracts';
import { changePath } from '../../../src/cloud/gateway/asked-change';
import type { CustomResourceEvent } from '../../../src/cloud/gateway/custom-resource';
import { answerInternal } from '../../../src/cloud/gateway/internal-routes';
import { type Relay, relayPath, relayTokenHeader } from '../../../src/cloud/gateway/relay';
import { loopbackPath } from '../../../src/loopback/loopback-interface';

const received: CustomResourceEvent[] = [];
let loadSeconds: number | undefined;
const server = createServer((incoming, response) => {
  void answerInternal(
    {
      clockFactor: 20,
      loadSeconds,
      backing: () =>
        ({
          unfedAlarms: () => [{ name: 'acme-alpha-nat', environment: 'Alpha', reason: 'no NAT here' }],
        }) as unknown as Backing,
      relay: () =>
        ({
          trusts: (token: unknown) => token === 'right',
          receive: async (event: CustomResourceEvent) => {
            received.push(event);
          },
        }) as unknown as Relay,
      stateRefusals: {
        judge: async ({ stack }) => (stack === 'Bad' ? 'no' : undefined),
        names: async () => ({ It: 'taken' }),
      },
    },
    incoming,
    response,
    incoming.url ?? '/',
  );
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on('end', () => resolve([answer.statusCode ?? 0, text]));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('the environment says how fast the clock is and which alarms nothing feeds', async () => {
  const [status, text] = await ask('GET', loopbackPath);
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    clock: { factor: 20 },
    unfed: [{ name: 'acme-alpha-nat', reason: 'no NAT here' }],
  });
});

test('it says how long a load lasts where that is less than a profile asks for', async () => {
  loadSeconds = 32;
  const [, text] = await ask('GET', loopbackPath);
  expect(JSON.parse(text)).toMatchObject({ load: { seconds: 32 } });
});

test('a request under another host name finds nothing, so that no web page can ask', async () => {
  expect(await ask('GET', loopbackPath, { host: 'rebound.example' })).toEqual([404, '']);
});

test('only the relaying function may bring events, and they are taken in at once', async () => {
  const event = {
    RequestType: 'Create',
    RequestId: 'r',
    StackId: 's',
    ResponseURL: 'u',
    LogicalResourceId: 'l',
    ResourceProperties: {},
  };
  const body = JSON.stringify(event);
  expect(await ask('POST', relayPath, {}, body)).toEqual([403, '']);
  expect(await ask('POST', relayPath, { [relayTokenHeader]: 'right' }, '{}')).toEqual([400, '']);
  expect(await ask('POST', relayPath, { [relayTokenHeader]: 'right' }, body)).toEqual([202, '']);
  expect(received).toEqual([event]);
});

test('a change is answered by the rules, and what is no change is refused', async () => {
  const change = { step: 'update', account: 'a', region: 'r', stack: 'Bad', logicalId: 'It', type: 'AWS::SNS::Topic' };
  expect(await ask('POST', changePath, {}, JSON.stringify(change))).toEqual([200, '{"refused":"no"}']);
  expect(await ask('POST', changePath, {}, JSON.stringify({ ...change, stack: 'Good' }))).toEqual([
    200,
    '{"refused":null}',
  ]);
  const names = JSON.stringify({ step: 'names', stack: 'Good', claims: [] });
  expect(await ask('POST', changePath, {}, names)).toEqual([200, '{"refused":{"It":"taken"}}']);
  expect(await ask('POST', changePath, {}, '{"step":"other"}')).toEqual([400, '']);
});
