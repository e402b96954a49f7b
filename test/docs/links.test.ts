import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { stacksOf } from '../helpers/assembly';
import { configurationOf } from '../helpers/variants';
import { pages } from './pages';

const root = join(__dirname, '../..');

/** Where GitHub leads to a heading: its text in small letters without punctuation, spaces as hyphens. */
function anchorsOf(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** A page without the lines that tell a team to put files of its own in the place of those they name, or to take them out. */
function withoutReplaced(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/in their place|take them out/.test(line))
    .join('\n');
}

describe('the documentation', () => {
  test('every link within the repository leads to a file', () => {
    const links = pages().flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => ({
        page,
        link,
      })),
    );
    expect(links.length).toBeGreaterThan(10);
    const dead = links.filter(({ page, link }) => !existsSync(join(dirname(page), link)));
    expect(dead.map(({ page, link }) => `${relative(root, page)}: ${link}`)).toEqual([]);
  });

  test('every link to a heading leads to one', () => {
    const links = pages().flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)].map(
        ([, file = '', anchor = '']) => ({ page, target: file === '' ? page : join(dirname(page), file), anchor }),
      ),
    );
    expect(links.length).toBeGreaterThan(30);
    const dead = links.filter(({ target, anchor }) => target.endsWith('.md') && !anchorsOf(target).includes(anchor));
    expect(dead.map(({ page, anchor }) => `${relative(root, page)}: #${anchor}`)).toEqual([]);
  });

  test('every page is linked to by another one', () => {
    const linked = new Set(
      pages().flatMap((page) =>
        [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) =>
          join(dirname(page), link),
        ),
      ),
    );
    const others = pages().filter((page) => page !== join(root, 'README.md'));
    expect(others.length).toBeGreaterThan(20);
    expect(others.filter((page) => !linked.has(page)).map((page) => relative(root, page))).toEqual([]);
  });

  test.each([
    'README.md',
    'docs/commands.md',
    'docs/day-two.md',
    'docs/your-service.md',
    'packages/rehearsal/README.md',
  ])('every script and path that %s names is there', (page) => {
    const text = withoutReplaced(readFileSync(join(root, page), 'utf8'));
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    const paths = [...text.matchAll(/`((?:lib|checks|scripts|loadtests|app|docs|bench|packages)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('every alarm leads to a runbook of this repository, on the branch that the pipeline takes', () => {
    const { source } = configurationOf().pipeline;
    if (source.kind !== 'connection') throw new Error('the fixture has another source');
    const descriptions = stacksOf()
      .flatMap(({ template }) => Object.values(template.Resources))
      .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
      .map(({ Properties }) => String(Properties?.AlarmDescription));
    expect(descriptions.length).toBeGreaterThan(30);
    const addresses = descriptions.map((text) => /Runbook: (\S+)$/.exec(text)?.[1] ?? text);
    const base = `https://github.com/${source.repository}/blob/${source.branch}/`;
    const lost = (address: string) => !address.startsWith(base) || !existsSync(join(root, address.slice(base.length)));
    expect(addresses.filter(lost)).toEqual([]);
  });

  test('every description of an alarm is short enough for CloudWatch', () => {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    const longest = 1024;
    const descriptions = stacksOf('europe')
      .flatMap(({ template }) => Object.values(template.Resources))
      .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
      .map(({ Properties }) => String(Properties?.AlarmDescription));
    expect(descriptions.length).toBeGreaterThan(30);
    expect(descriptions.filter(({ length }) => length > longest)).toEqual([]);
  });
});
