import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ReportBuilder } from '../../packages/rehearsal/src/report/report';
import { writeReport } from '../../packages/rehearsal/src/report/write';
import { playRun, sampleFacts } from '../../packages/rehearsal/test/report/support/sample';
import type { OpenPage, PageChecks } from '../../scripts/browser/page-checks';

/** Runs that end in different ways, by the folder of their report. */
const runs = {
  promoted: {},
  stopped: { failing: 'Beta/Measure' },
  interrupted: { until: 'Alpha/Measure' },
} satisfies Record<string, Parameters<typeof playRun>[1]>;

/** The page of a rehearsal's report, as it is written, served from a folder. */
export const reportPageChecks: PageChecks = {
  name: 'report',
  start: serveReports,
  checks: [
    {
      title: 'the report of a promoted run names stand-ins before anything else',
      async run({ page, open, screenshot }) {
        await page.goto(`${open.url}promoted/index.html`);
        const first = await page.locator('main > *').first().innerText();
        expectThat(/^1 action stood in/.test(first), `the first part is: ${first}`);
        await screenshot('promoted', { fullPage: true });
      },
    },
    {
      title: 'resources are filtered by class, environment and text',
      async run({ page, open }) {
        await page.goto(`${open.url}promoted/index.html`);
        const all = await shown(page);
        expectThat(all === sampleFacts().resources.length, `${all} resources are shown at first`);
        await page.getByRole('checkbox', { name: 'exercised' }).uncheck();
        const others = await shown(page);
        expectThat(others > 0 && others < all, `${others} resources are shown without the exercised ones`);
        await page.getByLabel('Environment').selectOption('Gamma');
        const gamma = await shown(page);
        expectThat(gamma > 0 && gamma < others, `${gamma} of them are shown for Gamma`);
        await page.getByLabel('Text').fill('no such thing');
        expectThat((await shown(page)) === 0, 'a text that nothing has shows something');
        const count = await page.locator('#resource-count').innerText();
        expectThat(count === `0 of ${all} resources`, `the count says: ${count}`);
      },
    },
    {
      title: 'the failing action is open, with its reason, and can be reached from the pipeline by keyboard',
      async run({ page, open, screenshot }) {
        await page.goto(`${open.url}stopped/index.html`);
        const failing = page.locator('#action-beta-measure');
        expectThat((await failing.getAttribute('open')) !== null, 'the failing action is closed');
        expectThat((await failing.innerText()).includes('742 ms'), 'its reason is not shown');
        const link = page.locator('a[href="#action-gamma-verify"]');
        await link.focus();
        await page.keyboard.press('Enter');
        await page.locator('#action-gamma-verify[open]').waitFor();
        await screenshot('stopped', { fullPage: true });
      },
    },
    {
      title: 'every report is read on a telephone, in the dark, without scrolling sideways, whatever is unfolded',
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      async run({ page, open, screenshot }) {
        for (const run of Object.keys(runs)) {
          await page.goto(`${open.url}${run}/index.html`);
          await page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })");
          const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
          expectThat(width <= 390, `the page of the ${run} run is ${width} pixels wide`);
          await screenshot(`${run}-telephone`, { fullPage: true });
        }
      },
    },
  ],
};

async function serveReports(): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  const pages = new Map(
    Object.entries(runs).map(([name, options]) => {
      const builder = new ReportBuilder();
      playRun((event) => builder.add(event), options);
      return [`/${name}/index.html`, writeReport(join(folder, name), builder.finish(sampleFacts())).page];
    }),
  );
  const server = createServer((request, response) => {
    const file = pages.get(request.url ?? '');
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function shown(page: Page): Promise<number> {
  return page.locator('#resource-table tbody tr:visible').count();
}

function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
