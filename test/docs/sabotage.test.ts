import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sabotagePage, score } from '../../scripts/docs/sabotage-page';
import { cases } from '../sabotage/cases/all';

const root = join(__dirname, '../..');
const read = (page: string) => readFileSync(join(root, page), 'utf8');

test('docs/sabotage.md names every case; "npm run docs" writes it', () => {
  expect(read('docs/sabotage.md')).toBe(sabotagePage());
});

test('the README shows the score', () => {
  expect(read('README.md').replace(/\s+/g, ' ')).toContain(score());
});

test('no two cases have one name', () => {
  const names = cases.map(({ gate, name }) => `${gate} ${name}`);
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('no two sabotages of a gate say the same', () => {
  const words = cases.flatMap((one) => (one.kind === 'sabotage' ? [`${one.gate} ${one.says.source}`] : []));
  expect(words.length).toBeGreaterThan(60);
  expect(words.filter((text, index) => words.indexOf(text) !== index)).toEqual([]);
});
