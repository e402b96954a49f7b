import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { looks } from '../../scripts/doctor/looks';

/** Rows of the table in docs/deploy.md: a look, and the rights that it needs. */
function rows(): readonly (readonly [look: string, rights: readonly string[]])[] {
  const text = readFileSync(join(__dirname, '../../docs/deploy.md'), 'utf8');
  const section = text.split(/^### /m).find((part) => part.startsWith('The doctor')) ?? '';
  return [...section.matchAll(/^\| ([a-z][^|]*) \| [^|]{20,} \| ([^|]*) \|$/gm)]
    .filter(([, look]) => look !== 'look')
    .map(([, look = '', rights = '']) => [look, [...rights.matchAll(/`([^`]+)`/g)].map(([, right = '']) => right)]);
}

test('docs/deploy.md names every look of the doctor with the rights that it needs, and no other', () => {
  expect(looks.length).toBeGreaterThan(1);
  expect(rows()).toEqual(looks.map(({ name, actions }) => [name, actions]));
});

test('a look needs rights, and none to write', () => {
  for (const { actions } of looks) {
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^[a-z0-9-]+:(BatchGet|Describe|Get|List)[A-Za-z]+$/.test(action))).toEqual([]);
  }
});
