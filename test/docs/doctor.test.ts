import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { looks } from '../../scripts/doctor/looks';

const page = readFileSync(join(__dirname, '../../docs/deploy.md'), 'utf8');
const sectionOf = (heading: string) => page.split(/^### /m).find((part) => part.startsWith(heading)) ?? '';
const section = sectionOf('The doctor');

/** Rows of the table: a look, and what it is at. */
const named = [...section.matchAll(/^\| ([a-z][^|]*) \| ([^|]{20,}) \|$/gm)].map(([, look = '']) => look);

/** The list of rights: a look, and the rights that it needs. */
const rights = [...sectionOf('Rights that the doctor needs').matchAll(/^- ([a-z -]+): (`[a-z0-9-]+:.*)$/gm)].map(
  ([, look = '', list = '']) => [look, [...list.matchAll(/`([^`]+)`/g)].map(([, right = '']) => right)] as const,
);

test('docs/deploy.md names every look of the doctor with the rights that it needs, and no other', () => {
  expect(looks.length).toBeGreaterThan(1);
  expect(named).toEqual(looks.map(({ name }) => name));
  expect(rights).toEqual(looks.map(({ name, actions }) => [name, actions]));
});

test('a look needs rights, and none to write', () => {
  for (const { actions } of looks) {
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[a-z0-9-]+:(BatchGet|Describe|Get|List)[A-Za-z]+$/.test(action))).toEqual([]);
  }
});
