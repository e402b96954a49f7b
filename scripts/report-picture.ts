import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodedError } from '@delivery/coded-error';
import { chromium } from 'playwright-core';
import { findChromium } from './browser/chromium';
import { runProgram } from './build/program';

/** Wide enough for the pipeline's stages in two rows, narrow enough to be read where GitHub shows it at 900 pixels. */
const widthPx = 1200;

/** No more than fits beside a README's text, whatever the report holds; it ends before the part that would be cut. */
const longestPx = 1500;

/**
 * Takes the picture of a report for the README: the head of the page, in light colours, to the end of the last part that is
 * whole. The report is that of a real run.
 *
 * Usage: npm run docs:report [-- FOLDER], the folder of a report. Default: rehearsal-report
 *
 * @throws CodedError TAP5904 if the folder has no report, TAP5903 if there is no browser
 */
runProgram(async () => {
  const root = dirname(__dirname);
  const page = resolve(process.argv[2] ?? join(root, 'rehearsal-report'), 'index.html');
  if (!existsSync(page)) {
    throw new CodedError('TAP5904', `${page} is not there: run npm run rehearse first, or name the folder of a report`);
  }
  const picture = join(root, 'docs/report.png');
  await takePicture(page, picture);
  console.log(`${relative(process.cwd(), picture)}: the head of ${page}`);
});

async function takePicture(page: string, picture: string): Promise<void> {
  // Chromium's sandbox refuses to work for root, as in a build container; the page may load nothing and is this machine's own.
  const browser = await chromium.launch({
    executablePath: findChromium(),
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const tab = await browser.newPage({ viewport: { width: widthPx, height: longestPx }, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    const ends = await tab.locator('main > *, .cards').evaluateAll(endsOf);
    const height = Math.max(...ends.filter((end) => end <= longestPx), 0) || longestPx;
    const margin = 24;
    await tab.screenshot({ path: picture, clip: { x: 0, y: 0, width: widthPx, height: Math.ceil(height) + margin } });
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
function endsOf(parts: readonly { getBoundingClientRect(): { readonly bottom: number } }[]): number[] {
  return parts.map((part) => part.getBoundingClientRect().bottom);
}
