import { html } from '../../src/report/html/markup';
import { reportPage } from '../../src/report/html/page';
import { ReportBuilder } from '../../src/report/report';
import { playRun, sampleFacts } from './support/sample';

function pageOf(
  options: Parameters<typeof playRun>[1] = {},
  facts: Partial<ReturnType<typeof sampleFacts>> = {},
): string {
  const builder = new ReportBuilder();
  playRun((event) => builder.add(event), options);
  return reportPage(builder.finish({ ...sampleFacts(), ...facts }));
}

describe('the report page', () => {
  test('needs nothing from anywhere else', () => {
    const page = pageOf();
    expect(page.includes('content="default-src &#39;none&#39;;')).toBe(true);
    const references = [...page.matchAll(/\b(?:src|href|action)="([^"]*)"/g)].map((found) => found[1] ?? '');
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((reference) => !reference.startsWith('#') && reference !== 'data:,')).toEqual([]);
    expect(/@import|url\(/.test(page)).toBe(false);
  });

  test('names the stand-ins before anything else of the run', () => {
    const page = pageOf();
    expect(page.indexOf('1 action stood in')).toBeGreaterThan(0);
    expect(page.indexOf('1 action stood in')).toBeLessThan(page.indexOf('id="pipeline"'));
  });

  test.each([
    [true, 'good', 'promoted'],
    [false, 'bad', 'fault not caught: missed'],
  ])('is green only if every ordered fault was caught: %j', (caught, tone, headline) => {
    const fault = { name: 'missed', injected: true, expectedGate: 'Alpha/Verify', stoppedBy: null, caught };
    const page = pageOf({}, { faults: [fault] });
    expect(page).toContain(`<header class="${tone}">`);
    expect(/<h1>.*<\/h1>/.exec(page)?.[0]).toContain(headline);
  });

  test('says in title and head how far a promoted run went, and what it says nothing about', () => {
    const page = pageOf({ through: 'Alpha' });
    expect(page).toContain('<title>Rehearsal promoted through Alpha: ');
    expect(/<h1>.*<\/h1>/.exec(page)?.[0]).toContain('promoted through Alpha<');
    expect(page).toContain(' Not run: PromoteBeta, Beta, PromoteGamma, Gamma.');
    expect(pageOf()).not.toContain('promoted through');
  });

  test('shows every resource and every alarm that was not judged, by name', () => {
    const page = pageOf();
    const { resources, alarmsNotJudged } = sampleFacts();
    expect([...page.matchAll(/<tr data-class=/g)]).toHaveLength(resources.length);
    expect(alarmsNotJudged.filter(({ name }) => !page.includes(`<code>${name}</code>`))).toEqual([]);
  });

  test('folds the alarms that were not judged to a line, however few', () => {
    expect(pageOf()).toMatch(/<h3>Not judged<\/h3>\n<details><summary>3 alarms that nothing on this machine can feed/);
  });

  test('shows what a gate held against a limit, and folds its other figures', () => {
    const card = /<article class="gate">[\s\S]*?<\/article>/.exec(pageOf())?.[0] ?? '';
    const [open = '', folded = ''] = card.split('<details>');
    expect(open).toContain('p95 cloudfront');
    expect(open).not.toContain('>requests<');
    expect(folded).toMatch(/^<summary>1 figure without a limit<\/summary><dl>.*>requests</);
  });

  test('folds the actions of stages that were not run to a line, and has a place for each', () => {
    expect(pageOf()).not.toContain('of stages that were not run');
    const page = pageOf({ failing: 'Beta/Measure' });
    const folded = page.slice(
      page.indexOf('<summary>7 actions of stages that were not run: PromoteGamma, Gamma</summary>'),
    );
    expect(folded.split('class="action"')).toHaveLength(8);
    expect(folded).toContain('id="action-gamma-verify"');
    // Of a stage that was begun, what was not run stands where it was left.
    expect(page.indexOf('id="action-beta-alarms"')).toBeLessThan(page.indexOf('of stages that were not run'));
  });

  test('shows a warning that many jobs repeat once, and folds others of its code', () => {
    const builder = new ReportBuilder();
    const messages = ['the network is slow', 'the network is slow', 'the network is slow', 'the disk is slow'];
    for (const message of messages) builder.add({ type: 'warning', code: 'CODE-1', message });
    builder.add({ type: 'warning', code: 'CODE-2', message: 'alone' });
    const page = reportPage(builder.finish());
    const from = page.indexOf('id="warnings"');
    const section = page.slice(from, page.indexOf('</section>', from));
    expect(section.split('the network is slow')).toHaveLength(2);
    expect(section).toContain('the network is slow <span class="note">3 times</span>');
    expect(section).toContain('<summary>1 more of this code</summary><ul><li>the disk is slow</li></ul></details>');
    expect(section).toContain('<li><code>CODE-2</code> alone</li>');
  });

  test('says in its head how many actions stood in, resources were exercised and gates passed', () => {
    const head = (page: string) => page.slice(page.indexOf('<header'), page.indexOf('</header>'));
    const promoted = head(pageOf());
    expect(promoted).toContain('<dt>Actions</dt><dd>1 stood in of ');
    expect(promoted).toContain('<dt>Resources</dt><dd>45 exercised of 90</dd>');
    expect(promoted).toContain('<dt>Gates</dt><dd>9 passed of 9</dd>');
    expect(head(pageOf({ failing: 'Beta/Measure' }))).toContain('<dt>Gates</dt><dd>4 passed of 5</dd>');
    expect(head(reportPage(new ReportBuilder().finish()))).toContain('<dt>Gates</dt><dd>none judged</dd>');
  });

  test('says of a stopped run first which action it was and why, with links to it and to its log', () => {
    const builder = new ReportBuilder();
    playRun((event) => builder.add(event), { failing: 'Beta/Measure' });
    const files = new Map([['Beta/Measure', ['jobs/Beta/Measure/load/load.xml', 'jobs/Beta/Measure/log.txt']]]);
    const page = reportPage(builder.finish(sampleFacts()), files);
    const head = page.slice(page.indexOf('<header'), page.indexOf('</header>'));
    expect(head).toMatch(/Beta\/Measure: The load gate of Beta: fail\.\n<small>p95 of cloudfront was 742 ms/);
    expect(head).toContain('<a href="#action-beta-measure">Beta/Measure</a>');
    expect(head).toContain('<a href="jobs/Beta/Measure/log.txt">its log</a>');
    expect(pageOf()).not.toContain('its log');
  });

  test("shows what every alarm would have done at AWS's pace, those that would have fired first", () => {
    const page = pageOf({ failing: 'Beta/Measure' });
    const rows = [...page.matchAll(/<code>(acme-\w+-(?:readings|hourly)[\w-]*)<\/code>/g)].map((found) => found[1]);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toBe('acme-beta-readings-response-time-critical');
    expect(page).toContain('4 alarms, of which 1 would have fired');
  });

  test('shows who was told of a stopped run, in which words, or that nobody was', () => {
    const builder = new ReportBuilder();
    playRun((event) => builder.add(event), { failing: 'Beta/Measure' });
    expect(reportPage(builder.finish())).toContain('Nobody was told.');
    builder.add({
      type: 'told',
      topic: 'failures',
      to: ['a@example.com', 'b@example.com'],
      subject: 'Stopped',
      text: 'Commit: <c>',
    });
    const page = reportPage(builder.finish());
    for (const part of ['a@example.com, b@example.com', 'failures', 'Commit: &lt;c&gt;']) expect(page).toContain(part);
    expect(page).not.toContain('Nobody was told.');
    expect(pageOf()).not.toContain('id="told"');
  });

  test('shows what was refused, by address, who asked, and how often', () => {
    const builder = new ReportBuilder();
    builder.add({ type: 'request-refused', by: 'Build/<Synth>', host: 'example.com', port: 8443, times: 7 });
    const page = reportPage(builder.finish());
    for (const part of ['example.com:8443', 'Build/&lt;Synth&gt;', '<td>7</td>']) expect(page).toContain(part);
    expect(pageOf()).not.toContain('id="refused"');
  });

  test('shows what an update lost in each environment', () => {
    const builder = new ReportBuilder();
    const lost = { rowsBefore: 31, rowsAfter: 29, requests: 107, requestsLost: 3, problems: ['<rows> are gone'] };
    builder.add({ type: 'updated', from: 'abcdef0123456789', environments: [{ environment: 'Alpha', ...lost }] });
    const page = reportPage(builder.finish());
    for (const part of ['from abcdef0123', '29 of 31', '3 of 107', '&lt;rows&gt; are gone'])
      expect(page).toContain(part);
    expect(pageOf()).not.toContain('id="update"');
  });

  test('shows what the configuration gave to what was executed', () => {
    const builder = new ReportBuilder();
    builder.add({ type: 'granted', hosts: ['tools.example'], synthVariables: ['STAGE'], jobVariables: ['HOUSE_DOOR'] });
    const page = reportPage(builder.finish());
    for (const part of ['tools.example', 'STAGE', 'HOUSE_DOOR']) expect(page).toContain(`<code>${part}</code>`);
    expect(pageOf()).not.toContain('id="granted"');
  });

  test('every link within the page has a place to go to', () => {
    const page = pageOf();
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map((found) => found[1]);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !page.includes(`id="${link}"`))).toEqual([]);
  });

  test('texts of the run are escaped', () => {
    const page = pageOf();
    expect(page.includes('Raise &lt;the&gt; readings&#39;s &quot;page&quot; size &amp; limits')).toBe(true);
    expect(page.includes('<the>')).toBe(false);
  });

  test.each([{}, { failing: 'Beta/Measure' }, { until: 'Alpha/Measure' }])(
    'opens and closes its elements evenly after %o',
    (options) => {
      const page = pageOf(options).replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');
      for (const name of [
        'section',
        'table',
        'tr',
        'td',
        'th',
        'ul',
        'li',
        'dl',
        'div',
        'details',
        'article',
        'span',
        'a',
        'header',
        'main',
      ]) {
        const opened = [...page.matchAll(new RegExp(`<${name}[ >]`, 'g'))].length;
        const closed = [...page.matchAll(new RegExp(`</${name}>`, 'g'))].length;
        expect([name, closed]).toEqual([name, opened]);
      }
    },
  );

  test('a report of which nothing is known is a page as well', () => {
    expect(reportPage(new ReportBuilder().finish())).toContain('The run ended before the pipeline was known.');
  });
});

describe('html', () => {
  test('escapes texts, keeps markup and leaves out nothing', () => {
    expect(html`<p title="${'"x"'}">${'<b>'}${html`<i>${1}</i>`}${[html`a`, html`b`]}${undefined}</p>`.text).toBe(
      '<p title="&quot;x&quot;">&lt;b&gt;<i>1</i>ab</p>',
    );
  });
});
