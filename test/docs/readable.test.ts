import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pages } from './pages';

/** The pages that people decide by, and those that they work by. */

const root = join(__dirname, '../..');
const longestReadme = 90;
const longestCell = 200;

const read = (page: string) => readFileSync(join(root, page), 'utf8');

/** Cells of a page's tables; a bar in a code block is none. */
function cellsOf(text: string): readonly string[] {
  return text
    .replace(/^```[\s\S]*?^```$/gm, '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

test('the README is read in two minutes: no more than 90 lines', () => {
  const lines = read('README.md').trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.length).toBeLessThanOrEqual(longestReadme);
});

test('the README shows the pipeline and a report', () => {
  expect([...read('README.md').matchAll(/^!\[[^\]]+\]\(([^)]+)\)$/gm)].map(([, file]) => file)).toEqual([
    'docs/pipeline.svg',
    'docs/report.png',
  ]);
});

test('the picture of a report is light enough for a README: no more than 250 KB', () => {
  const { length } = readFileSync(join(root, 'docs/report.png'));
  expect(length).toBeGreaterThan(20_000);
  expect(length).toBeLessThanOrEqual(250_000);
});

test.each(['gate', 'wave', 'journey', 'profile', 'exercised', 'stood in'])(
  'the README explains the word "%s"',
  (word) => {
    expect(read('README.md').toLowerCase()).toContain(`\n- **${word}**: `);
  },
);

test('no cell of a table is a paragraph', () => {
  expect(pages().length).toBeGreaterThan(40);
  const cells = pages().flatMap((page) =>
    cellsOf(readFileSync(page, 'utf8')).map((cell) => ({ page: relative(root, page), cell })),
  );
  expect(cells.length).toBeGreaterThan(2000);
  expect(cells.filter(({ cell }) => cell.length > longestCell)).toEqual([]);
});

test('a cell that is too long would be seen, and a bar in a code block is no cell', () => {
  const long = 'x'.repeat(longestCell + 1);
  expect(cellsOf(`| a | ${long} |\n`).filter(({ length }) => length > longestCell)).toEqual([long]);
  expect(cellsOf('```\n| a |\n```\n')).toEqual([]);
});
