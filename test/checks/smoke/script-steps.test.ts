import { setTimeout as sleep } from 'node:timers/promises';
import type { Door } from '../../../checks/smoke/door';
import { scriptSteps, Viewer } from '../../../checks/smoke/script-steps';
import { showWithinMs } from '../../../checks/smoke/storefront-page';
import { type FakeBehaviour, FakeBrowser } from '../support/fake-browser';
import { FakeShop } from '../support/fake-shop';

const shop = new FakeShop();
const fake = new FakeBrowser();

beforeAll(() => shop.start());
afterAll(async () => {
  fake.remove();
  await shop.stop();
});
beforeEach(() => shop.reset());

function steps(variables: Record<string, string>) {
  const door: Door = { name: 'CloudFront', address: shop.siteUrl, limitMs: 5_000 };
  const viewer = new Viewer({ PATH: process.env.PATH, ...variables });
  const [step] = scriptSteps(door, viewer);
  const run = (signal = new AbortController().signal) => step?.run({ clockFactor: 1, signal });
  return { step, viewer, run };
}

function withBrowser(behaviour: FakeBehaviour) {
  fake.behave(behaviour);
  return steps({ CHROMIUM_PATH: fake.path });
}

test('is one step, whoever looks, held to the time within which the page must show a product', () => {
  expect(steps({}).step).toMatchObject({ name: "CloudFront: the storefront's scripts", limitMs: showWithinMs });
});

test('a browser looks at the page of the door', async () => {
  const { run, viewer } = withBrowser({ text: 'Welcome! COPPER THING 1' });
  await expect(run()).resolves.toBeLessThanOrEqual(showWithinMs);
  expect(viewer.browser).toBe('Fake/1.2.3');
  expect(fake.started?.args).toContain('--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1');
});

test('a browser that ends at the page is a failure, and named', async () => {
  const { run, viewer } = withBrowser({ endsAt: 'Page.navigate' });
  await expect(run()).rejects.toThrow(/^GET \/ through CloudFront ended the browser: it ended with 7/);
  expect(viewer.browser).toBe('Fake/1.2.3');
});

test('the browser ends with the job', async () => {
  const { run, viewer } = withBrowser({ silentAt: 'Page.navigate' });
  const job = new AbortController();
  const running = run(job.signal);
  const refused = expect(running).rejects.toThrow('SIGKILL');
  while (viewer.browser !== 'Fake/1.2.3') await sleep(5);
  job.abort('SIGTERM');
  await refused;
  expect(() => process.kill(fake.started?.pid ?? 0, 0)).toThrow('ESRCH');
});

test.each<[string, () => ReturnType<typeof steps>, RegExp]>([
  ['none is found', () => steps({ PATH: '' }), /^none: neither CHROMIUM_PATH nor the PATH has one \(google-chrome, /],
  [
    'it can not start',
    () => withBrowser({ endsAt: 'Browser.getVersion' }),
    /^none: .*\/chromium could not be started: it ended with 7; its last words: something is missing\. Scripts that/,
  ],
])('where %s scripts are parsed, and that is told', async (_what, of, browser) => {
  const { run, viewer } = of();
  await expect(run()).resolves.toBeGreaterThan(0);
  expect(viewer.browser).toMatch(browser);
  expect(viewer.browser).toMatch(/Scripts that were parsed: 1\. None was run, so what throws is not seen\.$/);
  shop.site = { ...shop.site, script: 'const = 1;' };
  await expect(of().run()).rejects.toThrow(/The script \/app\.js through CloudFront can't be parsed/);
});

test('nobody has looked before the step was walked', () => {
  expect(steps({}).viewer.browser).toBe('none: the smoke test did not come so far');
});
