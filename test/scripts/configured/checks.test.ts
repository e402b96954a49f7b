import { join } from 'node:path';
import { checksOf } from '../../../scripts/configured/checks';
import { testLanes } from '../../../scripts/test/steps';

const root = join(__dirname, '..', '..', '..');
const names = (of: ReturnType<typeof checksOf>) => of.map(({ name }) => name);
const data = { name: 'data', description: 'only data differ' };

describe('what a configured copy has to pass', () => {
  const all = names(testLanes(root).flat());

  test('is the strict synth, the tests of lib with their coverage, and the template tests where only data differ', () => {
    const steps = names(checksOf(data, root, false));
    expect(steps).toEqual(['strict synth', 'tests of lib, with coverage', 'template tests']);
  });

  test('is types and lint, too, for one of these copies', () => {
    const steps = names(checksOf(data, root, true));
    const typed = all.filter((name) => /^(types|lint)/.test(name));
    expect(typed.length).toBeGreaterThan(3);
    expect(steps.slice(0, typed.length)).toEqual(typed);
  });

  test('is types and lint, too, where the text of a page is in the copy', () => {
    const asIn = [{ page: 'docs/day-two.md', heading: 'Another environment' }];
    const { name, description } = data;
    expect(names(checksOf({ name, description, asIn }, root, false))).toEqual(names(checksOf(data, root, true)));
  });

  test('is all of npm test where code differs', () => {
    expect(names(checksOf({ ...data, source: [{ file: 'lib/x.ts', by: '' }] }, root, false))).toEqual(all);
  });
});
