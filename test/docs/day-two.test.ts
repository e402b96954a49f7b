import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rows } from '../../scripts/configured/rows';

const root = join(__dirname, '../..');
const environments = 'lib/config/environments.ts';

/** What a team edits differs by team; a diff of it begins from the example that was shipped. */
const shipped = 'test/fixtures/shipped.ts';

interface Diff {
  readonly file: string;
  readonly lines: readonly string[];
}

function diffsOf(page: string): readonly Diff[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```diff\n@@ (\S+) @@\n([\s\S]*?)^```$/gm)].map(([, file = '', body = '']) => ({
    file,
    lines: body.trimEnd().split('\n'),
  }));
}

describe.each(['docs/day-two.md', 'docs/your-service.md'])('%s', (page) => {
  test('says of every diff which file it is of', () => {
    const blocks = readFileSync(join(root, page), 'utf8').split('```diff').length - 1;
    expect(blocks).toBeGreaterThan(0);
    expect(diffsOf(page)).toHaveLength(blocks);
    expect(diffsOf(page).filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('every diff has lines that come', () => {
    expect(diffsOf(page).filter(({ lines }) => !lines.some((line) => line.startsWith('+')))).toEqual([]);
  });

  test('names copies of npm run test:configured that there are', () => {
    const text = readFileSync(join(root, page), 'utf8');
    const sentences = [...text.matchAll(/^Cop(?:y|ies) (`.*`)\.$|--only ([a-z-]+)`/gm)];
    const named = sentences.flatMap(([, copies, only]) =>
      only === undefined ? [...(copies ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name) : [only],
    );
    expect(named.length).toBeGreaterThan(0);
    const known = rows.map(({ name }) => name);
    expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });
});

test('every line that a diff of the configuration takes out, or stands beside, is in the shipped example', () => {
  const example = readFileSync(join(root, shipped), 'utf8').split('\n');
  const lines = diffsOf('docs/day-two.md')
    .filter(({ file }) => file === environments)
    .flatMap(({ lines }) => lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1)));
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((line) => !example.includes(line))).toEqual([]);
});
