import { setTimeout as sleep } from 'node:timers/promises';
import { runGate } from '../../../checks/gate';
import { firstContactWaits } from '../../../checks/smoke/first-contact';
import { smokeGate } from '../../../checks/smoke/smoke-gate';
import { FakeAws } from '../support/fake-aws';
import { FakeShop } from '../support/fake-shop';
import type { ShopFaults } from '../support/fake-shop-faults';
import { hashesOf } from '../support/fake-site';
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
  shop.reset();
  aws.denied.clear();
  aws.objects.clear();
  // Waits of a first contact go by in no time.
  aws.rehearsal = { clock: { factor: 10_000 }, unfed: [] };
  bench.manifest({ production: false, revision: shop.revision });
});

async function smoke() {
  // A job stores its evidence once; this is another one.
  aws.objects.clear();
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

  test('walks three times through both doors, and orders once through each in each round in spite of the repetition', async () => {
    const { measurements } = await smoke();
    expect(shop.seen.filter(({ path }) => path.startsWith('/v1/')).length).toBeGreaterThan(30);
    expect(shop.orders.size).toBe(6);
    expect(measurements).toContainEqual({ name: 'good rounds', value: 3, unit: 'count', limit: { atLeast: 3 } });
  });

  test('says that no browser has looked where there is none', async () => {
    await smoke();
    expect(bench.evidence('smoke').subject.browser).toMatch(/^none: .* Scripts that were parsed: 1\. None was run/);
  });

  test('orders marked test products and nothing else', async () => {
    await smoke();
    const bought = [...shop.orders.values()].flatMap(({ items }) => items as { productId: number }[]);
    expect(bought.length).toBeGreaterThan(0);
    expect(bought.every(({ productId }) => shop.products[productId - 1]?.testProduct)).toBe(true);
  });

  test('places one order through each door in production', async () => {
    bench.manifest({ production: true, revision: shop.revision });
    expect((await smoke()).verdict).toBe('pass');
    expect(shop.orders.size).toBe(2);
  });

  test('only reads in production where orders are configured off, and says so', async () => {
    bench.manifest({ production: true, orders: false, revision: shop.revision });
    expect((await smoke()).verdict).toBe('pass');
    const letIn = shop.seen.filter(({ path, key }) => key !== undefined || !path.startsWith('/v1/'));
    expect(new Set(letIn.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(bench.evidence('smoke').subject.orders).toContain('gates.smoke.orderInProduction is false');
  });

  test('asks for each refusal once', async () => {
    await smoke();
    expect(shop.seen.filter(({ path }) => path === '/there-is-no-such-page')).toHaveLength(1);
    expect(shop.seen.filter(({ path, key }) => path.startsWith('/v1/') && key === undefined)).toHaveLength(4);
    expect(shop.seen.filter(({ path }) => path.endsWith('/999999999'))).toHaveLength(2);
  });

  test.each<[string, ShopFaults, RegExp]>([
    ['one answer is a 503', { unavailableAt: [9] }, /answered with status 503; .* It was repeated\./],
    [
      'API Gateway does not know a new key everywhere',
      { forbiddenAt: [4] },
      /answered with status 403; .* It was repeated\./,
    ],
    [
      'one connection is cut off',
      { cutOffAt: [20] },
      /was not answered: the connection was cut off: .* It was repeated\./,
    ],
    [
      'one answer is slow',
      { slowAt: { positions: [12], ms: 1600 } },
      /took 1\d{3} ms; 1500 ms are allowed .* It was repeated\./,
    ],
    ['two rounds have such a failure', { unavailableAt: [9, 60] }, /503; .*503; .* It was repeated\./],
  ])('passes if %s, and tells it', async (_what, faults, told) => {
    shop.faults = faults;
    const { verdict, reasons, measurements, subject } = await smoke();
    expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
    expect(subject.repeated).toMatch(told);
    expect(measurements).toContainEqual({ name: 'good rounds', value: 3, unit: 'count', limit: { atLeast: 3 } });
    const checks = measurements.find(({ name }) => name === 'checks');
    expect(checks?.limit).toEqual({ atLeast: checks?.value });
  });

  test.each<[string, ShopFaults, RegExp]>([
    ['one answer in three is a 503', { unavailableOneIn: 3 }, /answered with status 503/],
    ['one answer in forty is a 503', { unavailableOneIn: 40 }, /answered with status 503/],
  ])('stops if %s', async (_what, faults, reason) => {
    shop.faults = faults;
    const { verdict, reasons } = await smoke();
    expect(verdict).toBe('fail');
    expect(reasons.join('\n')).toMatch(reason);
  });

  test('stops if every search takes longer than a second, however low the limit of the load is', async () => {
    const ofEachDoor = { p95Ms: 20, maxErrorRate: 0.01 };
    bench.manifest({ revision: shop.revision, load: { thresholds: { cloudfront: ofEachDoor, api: ofEachDoor } } });
    shop.faults = { slowSearchMs: 1_020 };
    const { verdict, reasons } = await smoke();
    expect(verdict).toBe('fail');
    expect(reasons.join('\n')).toMatch(/search.* took 1\d{3} ms; 1000 ms are allowed for one answer/);
  });

  test.each<[string, ShopFaults, RegExp]>([
    ['the page is not the storefront', { page: '<title>Welcome to nginx</title>' }, /not the shop's page/],
    [
      "the storefront's script is an error page",
      { scriptIsPage: true },
      /of type "text\/html.*text\/javascript is right/,
    ],
    [
      "the storefront's script is that of yesterday",
      { oldScript: true },
      /GET \/app\.js through CloudFront is not this commit's file: .* is right/,
    ],
    ['every second answer is an error', { errorShare: 0.5 }, /answered with status 500; 200 is right/],
    ['a product is another than in the list', { wrongContent: true }, /has name "something else"; the list says/],
    ['the list is empty', { emptyList: true }, /product list through CloudFront is not what the shop's API promises/],
    ['a search finds something else', { searchFindsOthers: true }, /which doesn't mention it/],
    [
      'a second order is made of a cart',
      { ordersTwice: true },
      /answered with status 201; 409 is right: its cart was ordered under another key/,
    ],
    [
      'an ordered cart takes more',
      { orderedCartTakes: true },
      /PUT .* answered with status 200; 409 is right: the cart was ordered/,
    ],
    [
      "API Gateway leads to another environment's shop",
      { apiElsewhere: true },
      /through API Gateway answered with status 404; 200 is right: the cart was filled through CloudFront/,
    ],
    [
      'API Gateway takes orders without a key',
      { keyNotAsked: /^POST/ },
      /answered with status 422; 403 is right: nobody orders without a key/,
    ],
    [
      'caches may keep products for a year',
      { productsKept: 'public, max-age=31536000, immutable' },
      /may be kept by caches too long: its cache-control is "public, max-age=31536000, immutable"/,
    ],
    ['API Gateway asks for no key', { keyNotAsked: /./ }, /answered with status 200; 403 is right/],
    ['a cart forgets what is in it', { cartForgets: true }, /holds nothing; 2 of product \d+ was put into it/],
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
    [
      'tasks of another commit answer',
      { revision: 'ba9876543210' },
      /answered with x-revision "ba9876543210"; .*"0123456789ab"/,
    ],
    ['tasks do not say which image they are', { revision: null }, /POST \/api\/carts .* answered with no x-revision/],
    ["yesterday's answers are kept", { keptAnswers: true }, /answered by a cache \(age: 86400 s\)/],
    ['a search finds what nothing mentions', { emptySearchFindsAll: true }, /found products; none mentions it/],
    [
      'the second page is the first again',
      { pageNotTurned: true },
      /second page through CloudFront shows product \d+ once more/,
    ],
    ['the second page leaves products out', { pageSkips: true }, /doesn't go on where the first ended/],
    ['the list says that there is no second page', { pageIsLast: true }, /doesn't go on where the first ended/],
    [
      "a cart's total is off by a cent",
      { cartOffByACent: true },
      /cart through CloudFront costs 2\d+ cents; its items cost 2\d+/,
    ],
    ['a cart has another price than the list', { cartPrice: true }, /at \d+ cents; the list says \d+/],
    ["another shopper's cart is shown", { otherCartShown: true }, /has the id \S+; \S+ was asked for/],
    ['carts are mixed up', { cartsMixed: true }, /cart through .* holds \d of product \d+/],
    ['what is taken out of a cart stays there', { cartKeeps: true }, /cart that was emptied through CloudFront holds/],
    ['a cart that was ordered stays open', { cartStaysOpen: true }, /ordered cart through CloudFront is "open"/],
    ['any quantity is taken', { anyQuantity: true }, /answered with status 200; 400 is right/],
    ['an empty cart is ordered', { emptyOrder: true }, /answered with status 201; 422 is right/],
    ['an order of test products would be packed', { testOrderIsReal: true }, /is no test order/],
    [
      'an order that nobody placed is shown',
      { inventsOrders: true },
      /GET \/api\/orders\/\S+ through CloudFront answered with status 200; 404/,
    ],
    [
      'caches may keep carts',
      { cartsPublic: true },
      /its cache-control is "public, max-age=60"; no-store or private is right/,
    ],
    ['API Gateway does not look which key it is', { everyKey: true }, /status 200; 403 is right: the key is wrong/],
    [
      'a search finds the first product alone',
      { searchFindsFirst: true },
      /The search for "\w+ thing \d+" through CloudFront is not what/,
    ],
    ['pages never end', { pagesNeverEnd: true }, /products of \d+, and says that there are more behind them/],
    [
      'products come with a cookie that caches may keep',
      { cookie: true, productsKept: 'public, max-age=60' },
      /sets a cookie that a cache may keep/,
    ],
    [
      'the page for what is not there is that of yesterday',
      { missingPage: 'of yesterday' },
      /no-such-page through CloudFront is not this commit's page/,
    ],
    ['JSON comes as text', { apiType: 'text/plain' }, /is JSON of type "text\/plain"; application\/json is right/],
    ['no test product is marked', { noTestProducts: true }, /marks no test product in stock/],
  ])('stops if %s', async (_what, faults, reason) => {
    shop.faults = faults;
    const { code, verdict, reasons } = await smoke();
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'fail' });
    expect(reasons.join('\n')).toMatch(reason);
  });

  test.each([
    ['public, max-age=31536000, immutable', false],
    ['private, max-age=86400', false],
    ['max-age=30, stale-while-revalidate=86400', false],
    ['s-maxage=30', false],
    ['', false],
    ['public, max-age=60', true],
    ['max-age=0, must-revalidate', true],
    ['no-cache', true],
    ['private, no-store', true],
  ])('of a catalog that caches may keep by "%s" it says that it is right: %s', async (productsKept, right) => {
    shop.faults = { productsKept };
    expect((await smoke()).verdict).toBe(right ? 'pass' : 'fail');
  });

  test.each([
    [true, 'pass'],
    [false, 'fail'],
  ])('of kept product answers through API Gateway, whose cache is there: %s, it says %s', async (apiCache, verdict) => {
    bench.manifest({ production: false, revision: shop.revision, apiCache });
    shop.faults = { apiKeeps: true };
    expect((await smoke()).verdict).toBe(verdict);
  });

  test.each([
    '<script type=module src=/app.js></script>',
    "<script type='module' src='./app.js'></script>",
    '<SCRIPT TYPE="module" SRC = "app.js"></SCRIPT>',
  ])('finds the script of a page that names it by %s', async (script) => {
    shop.site = { ...shop.site, page: `<!doctype html><title>Shop</title>${script}` };
    bench.manifest({ production: false, revision: shop.revision, site: hashesOf(shop.site) });
    const { verdict, reasons } = await smoke();
    expect({ verdict, reasons }).toEqual({ verdict: 'pass', reasons: [] });
  });

  test('asks for no refusal again because an order is missing', async () => {
    shop.faults = { emptyOrder: true };
    expect((await smoke()).verdict).toBe('fail');
    expect(shop.seen.filter(({ path }) => path === '/there-is-no-such-page').length).toBeLessThan(2);
  });

  test('judges a service without revision as it answers, and says so', async () => {
    bench.manifest({ production: false });
    shop.faults = { revision: null };
    expect((await smoke()).verdict).toBe('pass');
    expect(bench.evidence('smoke').subject.revision).toContain('Which image answered was not looked at');
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

  test('keeps what it has measured until it is told to end', async () => {
    const controller = new AbortController();
    const running = runGate(smokeGate, bench.job(controller.signal));
    while (!shop.seen.some(({ path }) => path.includes('search='))) await sleep(1);
    controller.abort('SIGTERM');
    expect(await running).toBe(1);
    const { verdict, reasons, measurements, subject } = bench.evidence('smoke');
    expect({ verdict, reasons }).toEqual({
      verdict: 'not judged',
      reasons: [expect.stringMatching(/^TAP3008: .*SIGTERM/)],
    });
    const figure = (name: string) => measurements.find((one) => one.name === name)?.value;
    expect(figure('CloudFront: first contact with the page')).toBeGreaterThan(0);
    expect(figure('CloudFront: the product list')).toBeGreaterThan(0);
    expect(figure('checks passed')).toBeGreaterThan(4);
    expect(figure('checks passed')).toBeLessThan(20);
    expect(subject.browser).toBe('none: the smoke test did not come so far');
  });
});
