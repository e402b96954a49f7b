import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageEdits, sectionsOf } from '../../scripts/configured/page-edits';
import type { SourceEdit } from '../../scripts/configured/row';
import { rows } from '../../scripts/configured/rows';
import { shippedText } from '../../scripts/configured/starting-data';
import { applyEdit, configurationFile } from '../../scripts/configured/write-edits';
import { checkedByLinter } from '../helpers/linter';

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
    expect(edits.filter(({ file, replace }) => replace !== undefined && !existsSync(join(root, file)))).toEqual([]);
  });

  test('every part of a diff has lines that come or go, and of a file that is there also lines that are there', () => {
    expect(edits.filter(({ replace, by }) => replace === '' || replace === by)).toEqual([]);
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

/** Whether a clone has done what an edit does: then its text needs it no more. */
function isDone(text: string, { replace = '', by }: SourceEdit): boolean {
  return text.includes(by) && (by.includes(replace) || !text.includes(replace));
}

/** The files of a heading as its diffs leave them, in a clone that followed it, too. */
function filesAfter(page: string, heading: string): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const edit of pageEdits({ page, heading })) {
    const text = texts[edit.file] ?? (edit.replace === undefined ? '' : textBefore(edit.file));
    texts[edit.file] = isDone(text, edit) ? text : applyEdit(text, edit);
  }
  return texts;
}

describe('the diffs of day two', () => {
  const headings = headingsWithDiff(dayTwo);

  describe('fit what they are of, and leave it as formatter and linter ask for', () => {
    let found: ReturnType<typeof checkedByLinter>;
    beforeAll(() => {
      found = checkedByLinter(headings.map((heading) => filesAfter(dayTwo, heading)));
    });

    test.each(headings.map((heading, index) => [heading, index] as const))('%s', (heading, index) => {
      expect(Object.keys(filesAfter(dayTwo, heading)).length).toBeGreaterThan(0);
      expect(found[index]).toEqual([]);
    });
  });

  test('are left alone where a clone followed them', () => {
    const edit: SourceEdit = { file: 'x', replace: 'a\nc\n', by: 'a\nb\nc\n' };
    const last: SourceEdit = { file: 'x', replace: 'a\n', by: 'a\nb\n' };
    const gone: SourceEdit = { file: 'x', replace: 'a\nb\n', by: 'b\n' };
    expect([edit, last, gone].map((one) => isDone('a\nb\nc\n', one))).toEqual([true, true, false]);
    expect([edit, last].map((one) => isDone('a\nc\n', one))).toEqual([false, false]);
    expect(isDone('b\nc\n', gone)).toBe(true);
  });

  test('are all applied by a copy', () => {
    const applied = rows.flatMap(({ asIn = [] }) => asIn).filter(({ page }) => page === dayTwo);
    expect(headings.length).toBeGreaterThan(10);
    expect(headings.filter((heading) => !applied.some((one) => one.heading === heading))).toEqual([]);
  });

  test('stand below every heading that changes files', () => {
    const changing = [...sectionsOf(dayTwo)].filter(([, text]) => /^1\. `/m.test(text)).map(([heading]) => heading);
    expect(changing).toEqual(headings);
  });

  test('would be seen if they did not fit: a line that is in no file, one that is there twice, one that is too long', () => {
    const edit = (replace: string, by = ''): SourceEdit => ({ file: configurationFile, replace, by });
    expect(() => applyEdit(shippedText(), edit('  application: "tap",\n'))).toThrow(/TAP2041: .* 0 times/);
    expect(() => applyEdit(shippedText(), edit('  promotion: '))).toThrow(/TAP2041: .* 2 times/);
    expect(() => pageEdits({ page: dayTwo, heading: 'No such change' })).toThrow(/TAP2041: .*No such change/);
    const tags = `{ ${Array.from({ length: 12 }, (_, index) => `key${index}: 'value'`).join(', ')} }`;
    const tooLong = applyEdit(
      shippedText(),
      edit("{ application: 'tap', environment: 'dev', 'cost-centre': 'shop' }", tags),
    );
    const texts = [{ [configurationFile]: tooLong }, { [configurationFile]: shippedText() }];
    expect(checkedByLinter(texts)).toEqual([[{ category: 'format', file: configurationFile }], []]);
  });
});
