import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { stacksOf } from '../helpers/assembly';
import { configurationOf } from '../helpers/variants';

const root = join(__dirname, '../..');

/** Every page of the documentation, absolute. */
function pages(): readonly string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(join(folder, entry.name)) : [join(root, folder, entry.name)],
    );
  return [join(root, 'README.md'), join(root, 'app/README.md'), ...below('docs')].filter((file) =>
    file.endsWith('.md'),
  );
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

  test('every script and path that the README names is there', () => {
    const text = readFileSync(join(root, 'README.md'), 'utf8');
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    const paths = [...text.matchAll(/`((?:lib|checks|scripts|loadtests|buildspecs|app|docs|bench)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.length).toBeGreaterThan(10);
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
