// `npm run test:browser`: looks at the product's pages in headless Chromium.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { reportPageChecks } from '../test/browser/report-page';
import { storefront } from '../test/browser/storefront';
import { findChromium } from './browser/chromium';
import type { PageChecks } from './browser/page-checks';
import { runChecks } from './browser/run-checks';

/** All pages, in the order in which they are looked at. */
const pages: readonly PageChecks[] = [storefront, reportPageChecks];

const screenshots = join(__dirname, '..', 'reports', 'browser');

/** Exit codes: 0 all passed, 1 something failed, 3 the machine lacks a browser or a database server. */
async function main(): Promise<number> {
  rmSync(screenshots, { recursive: true, force: true });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    // Chromium's sandbox refuses to work for root, as in a build container; it sees pages of this machine alone.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  let passed = 0;
  let failed = 0;
  try {
    for (const page of pages) {
      await runChecks(browser, page, screenshots, ({ title, failure }) => {
        if (failure === undefined) {
          passed++;
        } else {
          failed++;
        }
        console.log(`${failure === undefined ? 'ok  ' : 'FAIL'} ${page.name}: ${title}`);
        if (failure !== undefined) {
          console.log(failure.replace(/^/gm, '     '));
        }
      });
    }
  } finally {
    await browser.close();
  }
  console.log(`Screenshots: ${screenshots}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // The shop's own errors carry their code beside the message, all others in it.
    const text = error instanceof Error && code.startsWith('TAP') ? error.message : error;
    console.error(typeof text === 'string' && !text.startsWith(code) ? `${code}: ${text}` : text);
    process.exitCode = code.startsWith('TAP590') ? 3 : 1;
  },
);
