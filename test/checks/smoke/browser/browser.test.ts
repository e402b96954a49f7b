import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser, NotStarted } from '../../../../checks/smoke/browser/browser';
import type { BrowserEvent } from '../../../../checks/smoke/browser/protocol';
import { FakeBrowser } from '../../support/fake-browser';

const fake = new FakeBrowser();

afterAll(() => fake.remove());

function start(signal = new AbortController().signal, program = fake.path): Promise<Browser> {
  const variables = { PATH: process.env.PATH, API_KEY: 'secret' };
  return Browser.start({ program, hosts: ['shop.example', 'pictures.example'], variables, signal });
}

/** Where its profile lay. */
const profile = () => fake.started?.args.find((text) => text.startsWith('--user-data-dir='))?.split('=')[1] ?? '/none';

/** Until a process is gone: one that nobody has waited for yet is still listed. */
async function gone(pid: number | undefined): Promise<void> {
  for (;;) {
    try {
      process.kill(pid ?? 0, 0);
    } catch {
      return;
    }
    await sleep(10);
  }
}

test('says its version, answers for its page, and leaves nothing behind', async () => {
  fake.behave({ text: 'Shop', events: [{ method: 'Page.loaded', params: { at: 1 } }] });
  const browser = await start();
  const heard: BrowserEvent[] = [];
  browser.listen((event) => heard.push(event));
  expect(browser.version).toBe('Fake/1.2.3');
  expect(await browser.send('Runtime.evaluate', {})).toEqual({ result: { value: { text: 'Shop', complete: true } } });
  await browser.send('Page.navigate', { url: 'https://shop.example/' });
  expect(heard).toEqual([{ method: 'Page.loaded', params: { at: 1 } }]);
  expect(existsSync(profile())).toBe(true);
  await browser.end();
  await gone(fake.started?.pid);
  expect(existsSync(profile())).toBe(false);
});

test('gets none of the variables of the job, and finds the hosts of the shop alone', async () => {
  fake.behave({});
  const browser = await start();
  await browser.end();
  const { env = {}, args = [] } = fake.started ?? {};
  expect(
    Object.keys(env)
      .filter((name) => !name.startsWith('__'))
      .sort(),
  ).toEqual(['HOME', 'PATH', 'TMPDIR']);
  expect(args).toContain('--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE shop.example , EXCLUDE pictures.example');
  expect(args).toContain('--no-proxy-server');
  expect(args.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
});

test.each([
  ['is no program', '/nowhere/chromium', {}, /\/nowhere\/chromium could not be started: .*ENOENT/],
  [
    'ends at once',
    undefined,
    { endsAt: 'Browser.getVersion' },
    /it ended with 7; its last words: something is missing/,
  ],
  ['can open no page', undefined, { endsAt: 'Target.createTarget' }, /could not be started: it ended with 7/],
  ['talks of something else', undefined, { says: '["hello"]' }, /what it tells is not understood/],
])('is not started if it %s', async (_what, program, behaviour, reason) => {
  fake.behave(behaviour);
  const refusal = await start(undefined, program).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(NotStarted);
  expect(String(refusal)).toMatch(reason);
  expect(existsSync(profile())).toBe(false);
});

test('ends at once when the job is told to end: while it starts, and while it works', async () => {
  fake.behave({ silentAt: 'Target.createTarget' });
  const early = new AbortController();
  const starting = start(early.signal).catch((error: unknown) => error);
  while (fake.started === undefined) await sleep(5);
  early.abort('SIGTERM');
  expect(await starting).toBe('SIGTERM');
  fake.behave({ silentAt: 'Page.navigate' });
  const late = new AbortController();
  const browser = await start(late.signal);
  const asked = browser.send('Page.navigate').catch((error: unknown) => String(error));
  late.abort('SIGINT');
  expect(await asked).toContain('it ended with SIGKILL');
  await browser.end();
  await gone(fake.started?.pid);
  expect(existsSync(profile())).toBe(false);
  await expect(start(AbortSignal.abort('SIGHUP'))).rejects.toBe('SIGHUP');
});
