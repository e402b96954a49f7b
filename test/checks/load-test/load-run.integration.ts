import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadRecord } from '../../../checks/load-test/load-record';
import { type LoadTest, runLoad } from '../../../checks/load-test/load-run';
import { readSteps } from '../../../checks/load-test/read-steps';
import { judgeLoad } from '../../../checks/load-test/verdict';
import type { JourneySteps } from '../../../contracts/journey-steps';
import { FakeShop } from '../support/fake-shop';
import type { ShopFaults } from '../support/fake-shop-faults';
import { k6 } from '../support/k6';

/** Real runs of k6, three seconds each and side by side, against shops on this machine. */

/** Wide, because a machine that runs tests may be busy. */
/** Of a machine that has other things to do. */
const generous = { p95Ms: 3_000, maxErrorRate: 0.01 };
const narrow = { p95Ms: 80, maxErrorRate: 0.01 };
const door = {
  executor: 'constant-arrival-rate',
  arrivalsPerSecond: 6,
  seconds: 2,
  minConcurrentUsers: 3,
  maxUsers: 60,
};
const profile = { description: 'For tests.', thinkSeconds: 0.6, doors: { cloudfront: door, api: door } };

const throwingJourney = `
import { loadScript } from '../lib/load-script.ts';
import { obtain } from '../lib/shop.ts';
export const { options, setup, cloudfront, api, handleSummary } = loadScript({
  prepare: () => null,
  begin: () => null,
  steps: [{ name: 'throw', run: (shop) => { obtain(shop, { name: 'a', method: 'GET', path: '/api/products' }, 'none', 'any', () => true); throw new Error('boom'); } }],
});
`;

interface Run {
  readonly record: LoadRecord;
  readonly shop: FakeShop;
  readonly report: string;
}

const folder = mkdtempSync(join(tmpdir(), 'load-run-test-'));
const loadtests = join(folder, 'loadtests');
const argumentsSeen = join(folder, 'arguments');
const wrapper = join(folder, 'k6');
const shops: FakeShop[] = [];
const runs = new Map<string, Run>();
/** Runs that are sent a second time. */
const again = new Set(['twice']);
const oneStep: JourneySteps = [{ name: 'a', requests: 1 }];

/** The verdict with so few samples that nothing is certain. */
const judged = (record: LoadRecord) => judgeLoad(record, 'as far as it goes');
const only = ({ runs: [first] }: LoadRecord) => first;

async function order(name: string, faults: ShopFaults, changes: Partial<LoadTest> = {}): Promise<void> {
  const shop = new FakeShop();
  shop.faults = faults;
  await shop.start();
  shops.push(shop);
  const report = join(folder, `${name}.html`);
  const journey = changes.journey ?? 'browse';
  const known = ['browse', 'checkout'].includes(journey);
  const test: LoadTest = {
    k6: wrapper,
    loadtests,
    journey,
    steps: known ? readSteps(loadtests, journey) : oneStep,
    profile: 'tiny',
    thresholds: { cloudfront: generous, api: generous },
    siteUrl: shop.siteUrl,
    apiUrl: shop.apiUrl,
    apiKey: shop.apiKey,
    revision: shop.revision,
    apiCache: false,
    reportFile: report,
    // Each of these alone would make k6 pass anything.
    variables: { ...process.env, K6_NO_THRESHOLDS: 'true', K6_ITERATIONS: '1', K6_DURATION: '1s' },
    say: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
  const record = await runLoad(test, () => again.has(name));
  runs.set(name, { record, shop, report });
}

function run(name: string): Run {
  const found = runs.get(name);
  if (!found) throw new Error(`there was no run ${name}`);
  return found;
}

beforeAll(async () => {
  cpSync(join(__dirname, '..', '..', '..', 'loadtests'), loadtests, { recursive: true });
  writeFileSync(join(loadtests, 'profiles', 'tiny.json'), JSON.stringify(profile));
  const longer = { ...door, seconds: 20 };
  writeFileSync(
    join(loadtests, 'profiles', 'longer.json'),
    JSON.stringify({ ...profile, doors: { cloudfront: longer, api: longer } }),
  );
  writeFileSync(join(loadtests, 'journeys', 'throwing.ts'), throwingJourney);
  writeFileSync(wrapper, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${argumentsSeen}'\nexec '${k6()}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  await Promise.all([
    order('browse', {}),
    order('checkout', {}, { journey: 'checkout' }),
    order('errors', { errorShare: 0.05 }),
    order('wrong content', { wrongContent: true }),
    order('slow', { delayMs: narrow.p95Ms * 3 }, { thresholds: { cloudfront: narrow, api: narrow } }),
    order('another image', { revision: 'ba9876543210' }),
    order('throwing', {}, { journey: 'throwing' }),
    order('twice', {}),
  ]);
}, 90_000);

afterAll(async () => {
  await Promise.all(shops.map((shop) => shop.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('a run of k6', () => {
  test('against a good shop is passed, whatever K6_ variables the job has', () => {
    const outcome = judged(run('browse').record);
    expect(outcome.reasons).toEqual([]);
    expect(outcome.verdict).toBe('pass');
  });

  test('leaves its report and nothing else', () => {
    expect(readFileSync(run('browse').report, 'utf8')).toContain('<html');
    expect(readdirSync(folder).filter((name) => !/^(loadtests|arguments|k6|.*\.html)$/.test(name))).toEqual([]);
  });

  test('goes through both doors, with the key through API Gateway only', () => {
    const { seen, apiKey } = run('browse').shop;
    const throughApi = seen.filter(({ path }) => path.startsWith('/v1/'));
    const throughSite = seen.filter(({ path }) => !path.startsWith('/v1/'));
    expect(throughApi.length).toBeGreaterThan(20);
    expect(throughSite.length).toBeGreaterThan(20);
    expect(throughApi.every(({ key }) => key === apiKey)).toBe(true);
    expect(throughSite.every(({ key }) => key === undefined)).toBe(true);
  });

  test('has the API key neither in its arguments, nor in its log, nor in its report', () => {
    const { shop, record, report } = run('browse');
    const commands = readFileSync(argumentsSeen, 'utf8').trim().split('\n');
    // Each one is asked for its plan and its version first.
    expect(commands).toHaveLength(3 * runs.size + again.size);
    const texts = [...commands, ...(only(record)?.log ?? []), only(record)?.summary, readFileSync(report, 'utf8')];
    expect(texts.filter((text) => text?.includes(shop.apiKey))).toEqual([]);
  });

  test('only reads in the journey browse, but for the one empty cart that is opened before', () => {
    const { seen, orders } = run('browse').shop;
    const written = seen.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
    expect(written).toEqual(['POST /api/carts']);
    expect(seen[0]?.method).toBe('POST');
    expect(orders.size).toBe(0);
  });

  test('orders marked test products and nothing else in the journey checkout', () => {
    const { shop, record } = run('checkout');
    expect(judged(record)).toMatchObject({ verdict: 'pass', reasons: [] });
    const ordered = [...shop.orders.values()].flatMap(({ items }) => items as { productId: number }[]);
    expect(ordered.length).toBeGreaterThan(10);
    expect(ordered.every(({ productId }) => shop.products[productId - 1]?.testProduct)).toBe(true);
  });

  test.each([
    ['errors', /answers failed; 1 % at most .* Most often \(\d+\): not met: ".*status is 200", status 500/],
    [
      'wrong content',
      /100 % of \d+ answers failed.* not met: "view a product: the one that the list showed", status 200/,
    ],
    ['another image', /0 answers through api told the revision "0123456789ab" .* others: \d+ "ba9876543210"/],
    ['slow', /list products through cloudfront: 100 % of \d+ answers took too long \(over 80 ms/],
  ])('against a shop with the fault "%s" fails', (name, reason) => {
    const outcome = judged(run(name).record);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.reasons.join('\n')).toMatch(reason);
  });

  test('whose every iteration throws fails, for what it logged and for journeys that were not completed', () => {
    const outcome = judged(run('throwing').record);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.reasons.join('\n')).toMatch(/were started and 0 completed/);
    expect(outcome.reasons.join('\n')).toMatch(/logged errors \(\d+\); the first: .*boom/);
  });

  test('is repeated where its caller wants more samples, and both runs are judged together', () => {
    const { record } = run('twice');
    expect(record.runs).toHaveLength(2);
    expect(judged(record)).toMatchObject({ verdict: 'pass', reasons: [] });
    const [first, second] = record.runs.map(({ samples }) => samples.ofDoor('api').requests);
    expect(first).toBeGreaterThan(20);
    expect(second).toBeGreaterThan(20);
  });

  test('marks every request as one of its own, and what prepares the load as that', () => {
    const { shop, record } = run('browse');
    const marks = new Set(shop.seen.map(({ loadRun }) => loadRun));
    expect(marks).toEqual(new Set([`${record.runId}-setup`, record.runId]));
  });

  test('is ended early against a shop that answers with errors, and what was seen until then is judged', async () => {
    const begin = performance.now();
    await order('hopeless', { errorShare: 0.5 }, { profile: 'longer' });
    expect(performance.now() - begin).toBeLessThan(15_000);
    const { verdict, reasons, measurements } = judged(run('hopeless').record);
    expect(verdict).toBe('fail');
    expect(reasons[0]).toMatch(
      /^The load was ended before its time: of the last 5 s through (cloudfront|api) \d+ % of the answers failed\.$/,
    );
    expect(reasons.join('\n')).toMatch(/all of (cloudfront|api): \d+(\.\d+)? % of \d+ answers failed; 1 % at most/);
    expect(measurements.find(({ name }) => name === 'api requests')?.value).toBeGreaterThan(20);
    expect(existsSync(run('hopeless').report)).toBe(true);
  });

  test('that is told to end keeps the figures until then', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort('SIGTERM'), 2_500);
    await order('interrupted', {}, { signal: controller.signal, profile: 'longer' });
    const { verdict, reasons, measurements } = judged(run('interrupted').record);
    expect(verdict).toBe('not judged');
    expect(reasons).toEqual([expect.stringMatching(/^TAP3008: the load test was told to end \(SIGTERM\)/)]);
    expect(measurements.find(({ name }) => name === 'api requests')?.value).toBeGreaterThan(0);
  });

  test('is refused for a journey or a profile that does not exist, and without k6', async () => {
    await expect(order('x', {}, { journey: 'nope' })).rejects.toThrow(/^TAP3102: there is no journey "nope"/);
    await expect(order('x', {}, { journey: '../lib/shop' })).rejects.toThrow(/^TAP3102/);
    await expect(order('x', {}, { profile: 'nope' })).rejects.toThrow(/^TAP3103: there is no profile "nope".*tiny/);
    await expect(order('x', {}, { k6: join(folder, 'missing') })).rejects.toThrow(/^TAP3101/);
  });

  test('with a script that k6 cannot read has no plan, and says why', async () => {
    writeFileSync(join(loadtests, 'journeys', 'broken.ts'), 'import "./nowhere.ts";\n');
    await order('broken', {}, { journey: 'broken' });
    const { record } = run('broken');
    expect(record.runs).toEqual([]);
    expect(judged(record)).toMatchObject({
      verdict: 'fail',
      reasons: [expect.stringMatching(/k6 could not read broken\.ts and ended with 107/)],
    });
    expect(existsSync(join(folder, 'broken.html'))).toBe(false);
  });
});
