import { main } from '../../../scripts/load';
import { readOrder } from '../../../scripts/load/command-line';

const site = ['--profile', 'smoke', '--url', 'https://shop.example'];
const api = ['--profile', 'smoke', '--api-url', 'https://api.example/v1/', '--api-key-env', 'SHOP_KEY'];

describe('npm run load', () => {
  test('sends load through the doors that it is given an address for', () => {
    expect(Object.keys(readOrder(site, {})?.thresholds ?? {})).toEqual(['cloudfront']);
    expect(Object.keys(readOrder(api, { SHOP_KEY: 'secret' })?.thresholds ?? {})).toEqual(['api']);
  });

  test('takes the API key from the variable that is named, never from the command line', () => {
    expect(readOrder(api, { SHOP_KEY: 'secret' })?.apiKey).toBe('secret');
    expect(() => readOrder([...site, '--api-key', 'secret'], {})).toThrow(/TAP3301.*unknown option/);
  });

  test('reads only, unless another journey is ordered', () => {
    expect(readOrder(site, {})?.journey).toBe('browse');
    expect(readOrder([...site, '--journey', 'checkout'], {})?.journey).toBe('checkout');
  });

  test.each<[string, string[], RegExp]>([
    ['no profile', ['--url', 'https://shop.example'], /--profile/],
    ['no door', ['--profile', 'smoke'], /a door is missing/],
    ['plain http', ['--profile', 'smoke', '--url', 'http://shop.example'], /an https address is needed/],
    ['no address', ['--profile', 'smoke', '--url', 'shop'], /--url: received "shop"/],
    ['an API without a key', ['--profile', 'smoke', '--api-url', 'https://api.example'], /belong together/],
    ['a variable that is not set', api, /the variable SHOP_KEY is not set/],
    ['a threshold that is no number', [...site, '--p95-ms', 'fast'], /--p95-ms: received "fast"; allowed is a number/],
    ['an error rate above 1', [...site, '--max-error-rate', '5'], /--max-error-rate: received "5"/],
    ['an error rate that nothing exceeds', [...site, '--max-error-rate', '1'], /received "1"; allowed is .* below 1/],
    ['a time that no answer takes', [...site, '--p95-ms', '60000'], /--p95-ms: received "60000"; .* up to 3333/],
    ['no error at all', [...site, '--max-error-rate', '0'], /--max-error-rate: received "0"; allowed is .* above 0/],
    ['an empty threshold', [...site, '--max-error-rate', ''], /--max-error-rate: received ""/],
  ])('refuses %s', (_what, args, message) => {
    expect(() => readOrder(args, {})).toThrow(message);
  });

  test('ends with 2 for wrong use, saying what is allowed', async () => {
    const said: string[] = [];
    const code = await main(['--profile', 'smoke'], {}, (line) => said.push(line), new AbortController().signal);
    expect(code).toBe(2);
    expect(said).toEqual([expect.stringMatching(/^TAP3301: a door is missing/)]);
  });

  test('ends with 2 for a profile that does not exist, naming those that do', async () => {
    const said: string[] = [];
    const args = ['--profile', 'nope', '--url', 'https://shop.example'];
    const code = await main(args, { PATH: process.env.PATH }, (line) => said.push(line), new AbortController().signal);
    expect(code).toBe(2);
    expect(said).toEqual([expect.stringMatching(/^TAP3103: there is no profile "nope".*smoke/)]);
  });
});
