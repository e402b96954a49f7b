import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageEdits, sectionsOf } from '../../scripts/configured/page-edits';
import type { SourceEdit } from '../../scripts/configured/row';
import { rows } from '../../scripts/configured/rows';
import { shippedText } from '../../scripts/configured/starting-data';
import { applyEdit, configurationFile } from '../../scripts/configured/write-edits';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const dayTwo = 'docs/day-two.md';

/** Headings of a page below which there is a diff. */
function headingsWithDiff(page: string): readonly string[] {
  return [...sectionsOf(page)].filter(([, text]) => text.includes('```diff')).map(([heading]) => heading);
}

/** The text that a diff is of: a team's configuration differs, so that a diff of it begins from the shipped example. */
const textBefore = (file: string) => (file === configurationFile ? shippedText() : read(file));

describe.each([dayTwo, 'docs/your-service.md'])('%s', (page) => {
  const headings = headingsWithDiff(page);
  const edits = headings.flatMap((heading) => pageEdits({ page, heading }));

  test('says of every line of a diff which file it is of', () => {
    expect(headings.length).toBeGreaterThan(1);
    const diffs = [...read(page).matchAll(/^```diff\n([\s\S]*?)^```$/gm)].map(([, diff = '']) => diff.trimEnd());
    const parts = diffs.flatMap((diff) => diff.split('\n').filter((line) => line.startsWith('@@')));
    expect(diffs.filter((diff) => !diff.startsWith('@@ '))).toEqual([]);
    expect(edits).toHaveLength(parts.length);
    expect(edits.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('every part of a diff has lines that are there, and lines that come', () => {
    expect(edits.filter(({ replace, by }) => !replace?.trim() || replace === by)).toEqual([]);
  });

  test('names below a heading the copies of npm run test:configured that its diffs are applied to, and no others', () => {
    const named = [...sectionsOf(page)].map(([heading, text]) => {
      const copies = [...text.matchAll(/^Cop(?:y|ies) (`.*`)\.$|--only ([a-z][a-z-]+)`/gm)].flatMap(
        ([, names, only]) =>
          only === undefined ? [...(names ?? '').matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name) : [only],
      );
      return [heading, copies.sort()] as const;
    });
    const applied = [...sectionsOf(page).keys()].map((heading) => {
      const those = rows.filter(({ asIn }) => asIn?.some((one) => one.page === page && one.heading === heading));
      return [heading, those.map(({ name }) => name).sort()] as const;
    });
    expect(named.filter(([, copies]) => copies.length > 0).length).toBeGreaterThan(0);
    expect(named).toEqual(applied);
  });
});

describe('the diffs of day two', () => {
  test.each(headingsWithDiff(dayTwo))('fit what they are of: %s', (heading) => {
    const texts = new Map<string, string>();
    for (const edit of pageEdits({ page: dayTwo, heading })) {
      texts.set(edit.file, applyEdit(texts.get(edit.file) ?? textBefore(edit.file), edit));
    }
    expect(texts.size).toBeGreaterThan(0);
  });

  test('would be seen if they did not: a line that is in no file, and one that is there twice', () => {
    const edit = (replace: string): SourceEdit => ({ file: configurationFile, replace, by: '' });
    expect(() => applyEdit(shippedText(), edit('  application: "tap",\n'))).toThrow(/TAP2041: .* 0 times/);
    expect(() => applyEdit(shippedText(), edit('  promotion: '))).toThrow(/TAP2041: .* 2 times/);
    expect(() => pageEdits({ page: dayTwo, heading: 'No such change' })).toThrow(/TAP2041: .*No such change/);
  });
});
