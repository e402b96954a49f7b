import { Browser, NotStarted } from './browser/browser';
import { browserNames, findBrowser } from './browser/find-browser';
import { lookAtPage } from './browser/look-at-page';
import type { Door } from './door';
import { parseScripts } from './parse-scripts';
import { page } from './shop-api';
import { ask, read, type Step, type Visit } from './step';
import { furtherHosts, readableText, showsProduct, showWithinMs } from './storefront-page';

/** Who looks at the storefront's page: the browser of this machine, if there is one. */
export class Viewer {
  private told: string | undefined;

  /** @param variables those of the job */
  constructor(readonly variables: Readonly<Record<string, string | undefined>>) {}

  /** Which browser has looked, or why none did; the evidence names it. */
  get browser(): string {
    return this.told ?? 'none: the smoke test did not come so far';
  }

  looked(version: string): void {
    this.told = version;
  }

  /** @param parsed how many scripts were parsed in its place */
  didNotLook(why: string, parsed: number): void {
    this.told = `none: ${why}. Scripts that were parsed: ${parsed}. None was run, so what throws is not seen.`;
  }
}

/**
 * The storefront's scripts do what they are for. In a browser: none fails, and the page shows a product; its result is how long
 * that took, in milliseconds. Without one: all can be parsed; its result is how long the slowest answer took.
 */
export function scriptSteps(door: Door, viewer: Viewer): Step[] {
  const run = (visit: Visit) => lookThrough(door, viewer, visit);
  return [{ name: `${door.name}: the storefront's scripts`, limitMs: showWithinMs, run }];
}

async function lookThrough(door: Door, viewer: Viewer, visit: Visit): Promise<number> {
  const program = findBrowser(viewer.variables);
  let why = `neither CHROMIUM_PATH nor the PATH has one (${browserNames.join(', ')})`;
  if (program !== undefined) {
    try {
      return await lookBy(program, door, viewer, visit);
    } catch (error) {
      if (!(error instanceof NotStarted)) throw error;
      why = error.message;
    }
  }
  const { count, milliseconds } = await parseScripts(door, visit);
  viewer.didNotLook(why, count);
  return milliseconds;
}

/** @throws NotStarted if the browser can't be */
async function lookBy(program: string, door: Door, viewer: Viewer, visit: Visit): Promise<number> {
  const answer = await ask(door, { path: '/api/products?limit=100' }, 200, visit);
  const { items } = read(page, answer, `The product list through ${door.name}`);
  const hosts = [new URL(door.address).hostname, ...furtherHosts];
  const browser = await Browser.start({ program, hosts, variables: viewer.variables, signal: visit.signal });
  viewer.looked(browser.version);
  try {
    return await lookAtPage({
      browser,
      url: `${door.address}/`,
      where: `GET / through ${door.name}`,
      text: readableText,
      shows: (text) => showsProduct(text, items),
      withinMs: showWithinMs,
    });
  } finally {
    await browser.end();
  }
}
