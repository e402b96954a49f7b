import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Network } from '../../../src/network/network';
import { type CloudOfTest, cloudWith, withPython } from './cloud-of-test';

const network = new Network(() => undefined);
let under: CloudOfTest;

/** Answers with what came of its request, by a client that asks the proxy of its variables. */
const code = `
import urllib.request

def handler(event, context):
    try:
        return urllib.request.urlopen(event["url"], timeout=10).read().decode()
    except Exception as error:
        return str(error)
`;

beforeAll(async () => {
  under = await cloudWith(withPython('ask', code), (by) => network.variables(by));
}, 120_000);

afterAll(async () => {
  await under?.stop();
  await network.close();
}, 60_000);

test('a function goes out by the proxy of the run, and reaches this machine without it', async () => {
  const client = new LambdaClient(under.client);
  const answer = async (url: string) => {
    const Payload = Buffer.from(JSON.stringify({ url }));
    const { Payload: said } = await client.send(new InvokeCommand({ FunctionName: 'ask', Payload }));
    return Buffer.from(said ?? '').toString();
  };
  expect(await answer('https://example.com/')).toMatch(/TAP4082: example\.com:443 is refused/);
  expect(await answer('http://127.0.0.1:1/')).toMatch(/refused/);
  client.destroy();
  expect(network.refusedTo('functions')).toEqual([{ by: 'functions', host: 'example.com', port: 443, times: 1 }]);
}, 60_000);
