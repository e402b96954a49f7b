import { setTimeout as sleep } from 'node:timers/promises';
import { runGate } from '../../../checks/gate';
import type { Door } from '../../../checks/smoke/door';
import { firstContactWaits } from '../../../checks/smoke/first-contact';
import { smokeGate, smokeSteps } from '../../../checks/smoke/smoke-gate';
import { FakeAws } from '../support/fake-aws';
import { FakeShop, type ShopFaults } from '../support/fake-shop';
import { GateBench } from '../support/gate-bench';

const shop = new FakeShop();
const aws = new FakeAws();
const bench = new GateBench(aws);

beforeAll(async () => {
  await shop.start();
  await aws.start();
  aws.apiKey = shop.apiKey;
  bench.open('smoke', { SITE_URL: shop.siteUrl, API_URL: shop.apiUrl });
});

afterAll(async () => {
  bench.close();
  await Promise.all([shop.stop(), aws.stop()]);
});

beforeEach(() => {
  shop.faults = {};
  shop.seen.length = 0;
  shop.orders.clear();
  aws.denied.clear();
  // Waits of a first contact go by in no time.
  aws.rehearsal = { clock: { factor: 10_000 }, unfed: [] };
  bench.manifest({ production: false });
});

async function smoke() {
  const code = await runGate(smokeGate, bench.job());
  return { code, ...bench.evidence('smoke') };
}

describe('the smoke gate', () => {
  test('passes a shop in which everything is right, with a measurement for each check', async () => {
    const { code, verdict, reasons, measurements } = await smoke();
    expect({ code, verdict, reasons }).toEqual({ code: 0, verdict: 'pass', reasons: [] });
    const checks = measurements.find(({ name }) => name === 'checks');
    expect(checks?.value).toBeGreaterThan(15);
    expect(measurements.filter(({ unit }) => unit === 'ms')).toHaveLength(checks?.value ?? 0);
  });

  test('goes through both doors, and orders once through each in spite of the repetition', async () => {
    await smoke();
    expect(shop.seen.filter(({ path }) => path.startsWith('/v1/')).length).toBeGreaterThan(7);
    expect(shop.orders.size).toBe(2);
  });

  test('orders marked test products and nothing else', async () => {
    await smoke();
    const bought = [...shop.orders.values()].flatMap(({ items }) => items as { productId: number }[]);
    expect(bought.length).toBeGreaterThan(0);
    expect(bought.every(({ productId }) => shop.products[productId - 1]?.testProduct)).toBe(true);
  });

  test('only reads in production', async () => {
    bench.manifest({ production: true });
    expect((await smoke()).verdict).toBe('pass');
    expect(new Set(shop.seen.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  test.each<[string, ShopFaults, RegExp]>([
    ['the page is not the storefront', { page: '<title>Welcome to nginx</title>' }, /not the shop's page/],
    [
      "the storefront's script is an error page",
      { scriptIsPage: true },
      /of type "text\/html.*text\/javascript is right/,
    ],
    ['every second answer is an error', { errorShare: 0.5 }, /answered with status 500; 200 is right/],
    ['a product is another than in the list', { wrongContent: true }, /has name "something else"; the list says/],
    ['the list is empty', { emptyList: true }, /product list through CloudFront is not what the shop's API promises/],
    ['a search finds something else', { searchFindsOthers: true }, /which doesn't mention it/],
    ['API Gateway asks for no key', { keyNotAsked: true }, /answered with status 200; 403 is right/],
    ['a cart forgets what is in it', { cartForgets: true }, /holds \[\]; 2 of product \d+ were put into it/],
    ['an order costs something else', { wrongTotal: true }, /costs \d+ cents; its items cost \d+/],
    [
      'a repeated order becomes a second one',
      { replayOrdersAgain: true },
      /repeated with its key .* became .*; it must stay/,
    ],
    [
      'a page that is not there gets an error of the bucket',
      { missingPage: 'of S3' },
      /GET \/\S+ through CloudFront is of type "application\/xml"; text\/html is right/,
    ],
    [
      "a page that is not there gets CloudFront's own page",
      { missingPage: 'of CloudFront' },
      /through CloudFront is not the shop's page: it loads no file of the site/,
    ],
    [
      'an error of the API becomes a page',
      { apiErrorsArePages: true },
      /The answer to GET \/api\/products\/\d+ through CloudFront is not JSON/,
    ],
    ['no test product is marked', { noTestProducts: true }, /marks no test product in stock/],
  ])('stops if %s', async (_what, faults, reason) => {
    shop.faults = faults;
    const { code, verdict, reasons } = await smoke();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'fail' });
    expect(reasons.join('\n')).toMatch(reason);
  });

  test('stops if API Gateway takes no key at all', async () => {
    aws.apiKey = 'another key';
    const { verdict, reasons } = await smoke();
    aws.apiKey = shop.apiKey;
    expect(verdict).toBe('fail');
    expect(reasons.join('\n')).toMatch(/GET \/api\/products.* through API Gateway answered with status 403/);
  });

  test('says of each check that it could not make what was missing', async () => {
    shop.faults = { emptyList: true };
    const { reasons } = await smoke();
    expect(reasons).toContainEqual('This was not tried, because the product list is missing.');
  });

  test('waits for a first contact, but only so often', async () => {
    shop.faults = { notReadyFor: firstContactWaits.length };
    expect((await smoke()).verdict).toBe('pass');
    shop.faults = { notReadyFor: firstContactWaits.length + 1 };
    const { verdict, reasons } = await smoke();
    expect(verdict).toBe('fail');
    expect(reasons.join('\n')).toMatch(/GET \/ through CloudFront answered with status 503/);
  });

  test('is not judged if the API key cannot be read', async () => {
    aws.denied.add('GetApiKey');
    const { code, verdict, reasons } = await smoke();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'not judged' });
    expect(reasons).toEqual([expect.stringMatching(/^TAP3006: the API key/)]);
  });

  test('is not judged if its role cannot be assumed', async () => {
    aws.denied.add('AssumeRole');
    expect((await smoke()).reasons).toEqual([expect.stringMatching(/^TAP3005: arn:aws:iam::/)]);
  });

  test('never prints or writes the API key', async () => {
    shop.faults = { errorShare: 0.3 };
    await smoke();
    expect(bench.said.length).toBeGreaterThan(5);
    expect(bench.everythingWritten().filter((text) => text.includes(shop.apiKey))).toEqual([]);
  });

  test('is not judged when it is told to end', async () => {
    aws.rehearsal = { clock: { factor: 1 }, unfed: [] };
    shop.faults = { notReadyFor: 100 };
    const controller = new AbortController();
    const running = runGate(smokeGate, bench.job(controller.signal));
    while (shop.seen.length === 0) await sleep(5);
    controller.abort('SIGTERM');
    expect(await running).toBe(1);
    expect(bench.evidence('smoke')).toMatchObject({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/^TAP3008: .*SIGTERM/)],
    });
  });
});

describe('the steps of the smoke test', () => {
  const site: Door = { name: 'CloudFront', address: 'https://site' };
  const api: Door = { name: 'API Gateway', address: 'https://api', apiKey: 'key' };

  test('have names that tell them apart', () => {
    const names = smokeSteps(site, api, false).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(new Set(names).size).toBe(names.length);
  });

  test('are fewer in production, by the orders', () => {
    const left = smokeSteps(site, api, true).map(({ name }) => name);
    expect(left.length).toBeGreaterThan(5);
    expect(left.filter((name) => /cart|order/.test(name))).toEqual([]);
  });
});
