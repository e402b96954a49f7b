import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '../../../../checks/smoke/browser/browser';
import { lookAtPage } from '../../../../checks/smoke/browser/look-at-page';
import { type BrowserEvent, Refused } from '../../../../checks/smoke/browser/protocol';
import { Passing } from '../../../../checks/smoke/passing';

/** A page whose text and events come as they are told. */
class FakePage {
  texts: string[] = ['Copper thing'];
  events: BrowserEvent[] = [];
  complete = true;
  readonly asked: string[] = [];
  /** What is answered in place of the rest. */
  answers: Record<string, () => Promise<unknown>> = {};
  private tell: (event: BrowserEvent) => void = () => undefined;

  listen(listener: (event: BrowserEvent) => void): void {
    this.tell = listener;
  }

  async send(method: string): Promise<unknown> {
    this.asked.push(method);
    const [next] = this.events.splice(0, 1);
    if (next) this.tell(next);
    const instead = this.answers[method];
    if (instead) return instead();
    const text = this.texts.length > 1 ? this.texts.shift() : this.texts[0];
    return { result: { value: { text, complete: this.complete } } };
  }
}

let page: FakePage;

beforeEach(() => {
  page = new FakePage();
});

const look = (withinMs = 5_000) =>
  lookAtPage({
    browser: page as unknown as Browser,
    url: 'https://shop.example/',
    where: 'GET / through CloudFront',
    text: 'document.body.innerText',
    shows: (text) => text.includes('Copper'),
    withinMs,
  });

const whyNot = async (withinMs?: number) => {
  const error = await look(withinMs).then(
    () => new Error('it is good'),
    (reason: unknown) => reason as Error,
  );
  return { says: error.message, passing: error instanceof Passing };
};

const threw = (exceptionId: number): BrowserEvent => ({
  method: 'Runtime.exceptionThrown',
  params: {
    exceptionDetails: {
      exceptionId,
      text: 'Uncaught',
      lineNumber: 0,
      columnNumber: 0,
      exception: { description: `Error: ${exceptionId}` },
    },
  },
});

const missed = (type: string): BrowserEvent => ({
  method: 'Network.responseReceived',
  params: { requestId: '1', type, response: { url: 'https://shop.example/x', status: 503 } },
});

const never = () => new Promise<never>(() => undefined);

test('a page that shows what it must is good after as long as that took', async () => {
  page.texts = ['', 'Welcome', 'Copper thing'];
  const took = await look();
  expect(took).toBeGreaterThan(100);
  expect(took).toBeLessThan(5_000);
});

test('goes on looking once that is shown: what fails then counts, too', async () => {
  page.events = [{ method: 'Page.quiet', params: {} }, { method: 'Page.quiet', params: {} }, threw(1)];
  expect(await whyNot()).toEqual({
    says: 'GET / through CloudFront fails in a browser: a script threw Error: 1, at :1:1.',
    passing: false,
  });
});

test('an exception that is caught after all is none', async () => {
  page.events = [threw(1), { method: 'Runtime.exceptionRevoked', params: { exceptionId: 1 } }];
  await expect(look()).resolves.toBeGreaterThan(0);
});

test('names no more than three scripts that fail', async () => {
  page.events = [threw(1), threw(2), threw(3), threw(4)];
  expect((await whyNot()).says.match(/a script threw/g)).toHaveLength(3);
});

test('waits for pictures, but not beyond its time', async () => {
  page.complete = false;
  await expect(look(400)).resolves.toBeLessThanOrEqual(400);
});

test('says what can be read where nothing is shown', async () => {
  page.texts = [' Welcome '];
  expect(await whyNot(200)).toEqual({
    says: 'GET / through CloudFront shows no product in a browser within 0.2 s. What can be read there begins: "Welcome"',
    passing: false,
  });
});

test('a slow answer at the end of the time is no script without end', async () => {
  page.answers['Runtime.evaluate'] = async () => {
    await sleep(600);
    return { result: { value: { text: 'Copper thing', complete: true } } };
  };
  expect((await whyNot(200)).says).toContain('shows no product in a browser within 0.2 s. ');
});

test('nothing is shown because nobody answered: that may pass once', async () => {
  page.texts = [''];
  page.events = [missed('Fetch')];
  const { says, passing } = await whyNot(200);
  expect(says).toContain('within 0.2 s, and /x could not be loaded: status 503. What');
  expect(passing).toBe(true);
});

test('a script that nobody answered may come the next time; beside an exception it is no matter', async () => {
  page.events = [missed('Script')];
  expect((await whyNot()).passing).toBe(true);
  page.events = [missed('Script'), threw(1)];
  expect((await whyNot()).passing).toBe(false);
});

test('a page that can not be reached may be reached the next time', async () => {
  page.answers['Page.navigate'] = async () => ({ errorText: 'net::ERR_CONNECTION_REFUSED' });
  expect(await whyNot()).toEqual({
    says: 'GET / through CloudFront could not be loaded in a browser: net::ERR_CONNECTION_REFUSED.',
    passing: true,
  });
});

test.each(['Page.navigate', 'Runtime.evaluate'])(
  'a page that answers no %s has a script without end',
  async (method) => {
    page.answers[method] = never;
    const { says, passing } = await whyNot(200);
    expect(says).toBe(
      'GET / through CloudFront gave no answer in a browser within 0.2 s: a script of it does not end.',
    );
    expect(passing).toBe(false);
  },
);

test('what was told before the browser fell silent or ended is the reason', async () => {
  page.events = [threw(1)];
  page.answers['Runtime.evaluate'] = never;
  expect((await whyNot(200)).says).toContain('a script threw Error: 1');
});

test('a page that goes on to another one is looked at there', async () => {
  const refusals = [new Refused('Inspected target navigated or closed'), new Refused('Cannot find context')];
  page.answers['Runtime.evaluate'] = async () => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    return { result: { value: { text: 'Copper thing', complete: true } } };
  };
  await expect(look()).resolves.toBeGreaterThan(0);
});

test('an expression for the text that fails is quoted in place of the text', async () => {
  page.answers['Runtime.evaluate'] = async () => ({
    result: { type: 'object' },
    exceptionDetails: { exception: { description: 'TypeError: null has no text' } },
  });
  expect((await whyNot(200)).says).toMatch(/What can be read there begins: "TypeError: null has no text"$/);
});

test('a browser that ends has failed at this page', async () => {
  page.answers['Runtime.evaluate'] = () => Promise.reject(new Error('it ended with SIGSEGV'));
  expect(await whyNot()).toEqual({
    says: 'GET / through CloudFront ended the browser: it ended with SIGSEGV.',
    passing: false,
  });
});
