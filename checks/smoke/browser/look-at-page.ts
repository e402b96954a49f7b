import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Passing } from '../passing';
import type { Browser } from './browser';
import { PageEvents } from './page-events';
import { Refused } from './protocol';

export interface PageOrder {
  readonly browser: Browser;
  readonly url: string;
  /** Begins the reason, for example `GET / through CloudFront`. */
  readonly where: string;
  /** An expression for the text that is looked at. */
  readonly text: string;
  /** Whether the text is what the page must show. */
  readonly shows: (text: string) => boolean;
  /** Milliseconds within which it must. */
  readonly withinMs: number;
}

const pollMs = 50;

/** Milliseconds that an answer may take at least: a busy machine is slow, and a script without end never answers. */
const leastAnswerMs = 2_000;

/** Milliseconds that nothing may go wrong once all is there: a rejection that is late, or an exception caught after all. */
const quietMs = 300;

/** How often a script that fails is named. */
const mostTroubles = 3;

/** Characters of the page's text that a reason quotes. */
const quoted = 120;

/** What can be read on the page; or what went wrong where that was worked out. */
const evaluated = z.union([
  z
    .object({ exceptionDetails: z.object({ exception: z.object({ description: z.string() }) }) })
    .transform(({ exceptionDetails }) => ({ text: exceptionDetails.exception.description, complete: false })),
  z
    .object({ result: z.object({ value: z.object({ text: z.string(), complete: z.boolean() }) }) })
    .transform(({ result }) => result.value),
]);

/** The page's time is over, and it has not answered. */
class Silent extends Error {}

/**
 * Loads a page, and watches until it shows what it must and is loaded, or its time is over.
 *
 * @returns milliseconds after which it showed that
 * @throws Passing if what the page needed could not be had just now
 * @throws Error with a complete sentence if a script failed, or the page does not show it
 */
export async function lookAtPage({ browser, url, where, text, shows, withinMs }: PageOrder): Promise<number> {
  const events = new PageEvents(new URL(url).origin);
  browser.listen((event) => events.add(event));
  const expression = `({ text: String(${text}), complete: document.readyState === 'complete' })`;
  const begin = performance.now();
  const elapsed = () => performance.now() - begin;
  const ask = <T extends z.ZodType>(form: T, method: string, params: Readonly<Record<string, unknown>>) =>
    within(Math.max(withinMs - elapsed(), leastAnswerMs), browser.send(method, params)).then((answer) =>
      form.parse(answer),
    );
  let shown: number | undefined;
  let settled: number | undefined;
  let last = '';
  try {
    const { errorText } = await ask(z.object({ errorText: z.string().optional() }), 'Page.navigate', { url });
    if (errorText !== undefined) throw new Passing(`${where} could not be loaded in a browser: ${errorText}.`);
    while (elapsed() < withinMs && (settled === undefined || elapsed() - settled < quietMs)) {
      await sleep(pollMs);
      const read = await ask(evaluated, 'Runtime.evaluate', { expression, returnByValue: true }).catch(unlessRefused);
      last = read.text;
      if (shows(last) && elapsed() <= withinMs) shown ??= elapsed();
      const isSettled = events.troubles.length > 0 || (shown !== undefined && read.complete);
      settled = isSettled ? (settled ?? elapsed()) : undefined;
    }
  } catch (error) {
    if (error instanceof Passing) throw error;
    insistOnNone(events, where);
    if (!(error instanceof Silent)) throw new Error(`${where} ended the browser: ${(error as Error).message}.`);
    throw new Error(`${where} gave no answer in a browser within ${withinMs / 1000} s: a script of it does not end.`);
  }
  insistOnNone(events, where);
  if (shown !== undefined) return shown;
  const begins = JSON.stringify(last.trim().slice(0, quoted));
  const [unanswered] = events.unanswered;
  const sentence = `${where} shows no product in a browser within ${withinMs / 1000} s${unanswered ? `, and ${unanswered}` : ''}. What can be read there begins: ${begins}`;
  throw unanswered ? new Passing(sentence) : new Error(sentence);
}

/** While a page goes on to another one, nothing can be read. */
function unlessRefused(error: unknown): z.infer<typeof evaluated> {
  if (error instanceof Refused) return { text: '', complete: false };
  throw error;
}

/** @throws Error naming what went wrong with scripts, Passing if it may pass */
function insistOnNone({ troubles }: PageEvents, where: string): void {
  if (troubles.length === 0) return;
  const what = troubles.slice(0, mostTroubles).map((trouble) => trouble.what);
  const sentence = `${where} fails in a browser: ${what.join('; ')}.`;
  throw troubles.every(({ passing }) => passing) ? new Passing(sentence) : new Error(sentence);
}

/** @throws Silent if nothing comes in time */
async function within<Value>(ms: number, value: Promise<Value>): Promise<Value> {
  const clock = new AbortController();
  const silence = sleep(ms, undefined, { signal: clock.signal }).then(
    () => Promise.reject(new Silent()),
    () => value,
  );
  try {
    return await Promise.race([value, silence]);
  } finally {
    clock.abort();
  }
}
