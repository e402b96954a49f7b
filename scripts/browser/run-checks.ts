import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { BrowserCheck, OpenPage, PageChecks } from './page-checks';

/** Longest time for one step in the browser, in milliseconds. */
const stepLimitMs = 10_000;

export interface CheckResult {
  readonly title: string;
  /** Absent if it passed. */
  readonly failure?: string;
}

/**
 * Runs all checks of a page, each in a browser profile of its own. Whatever a check looks at, it fails too if the page wrote
 * an error to the console, if a request failed, or if one left the page's own origin.
 */
export async function runChecks(
  browser: Browser,
  checks: PageChecks,
  screenshots: string,
  onResult: (result: CheckResult) => void,
): Promise<void> {
  const folder = join(screenshots, checks.name);
  mkdirSync(folder, { recursive: true });
  const open = await checks.start();
  try {
    for (const check of checks.checks) {
      onResult(await runCheck(browser, open, check, folder));
    }
  } finally {
    await open.stop();
  }
}

async function runCheck(browser: Browser, open: OpenPage, check: BrowserCheck, folder: string): Promise<CheckResult> {
  const context = await browser.newContext({
    viewport: check.viewport ?? { width: 1280, height: 800 },
    colorScheme: check.colorScheme ?? 'light',
    reducedMotion: 'reduce',
    locale: 'en-US',
  });
  context.setDefaultTimeout(stepLimitMs);
  try {
    const page = await context.newPage();
    const problems = watch(page, new URL(open.url).origin, check.expectedStatuses ?? []);
    await check.run({
      page,
      open,
      screenshot: async (name, { fullPage = false } = {}) => {
        await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
      },
    });
    return problems.length === 0 ? { title: check.title } : { title: check.title, failure: problems.join('\n') };
  } catch (error) {
    return { title: check.title, failure: (error as Error).message };
  } finally {
    await context.close();
  }
}

/** Collects what went wrong on the page without the check noticing. */
function watch(page: Page, origin: string, expectedStatuses: readonly number[]): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    const expected = expectedStatuses.some((status) => message.text().includes(`status of ${status}`));
    if (['error', 'warning'].includes(message.type()) && !expected) {
      problems.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) {
      problems.push(`request to another origin: ${request.url()}`);
    }
  });
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? {};
    // The page was left before the answer came, for an icon perhaps: nobody missed it.
    if (errorText !== 'net::ERR_ABORTED') problems.push(`request failed: ${request.url()} (${errorText})`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !expectedStatuses.includes(response.status())) {
      problems.push(`${response.status()} from ${response.url()}`);
    }
  });
  return problems;
}
