import { join } from 'node:path';
import { afterEdits, checksOf } from '../../../scripts/configured/checks';
import { configurationFile } from '../../../scripts/configured/write-edits';
import { testLanes } from '../../../scripts/test/steps';

const root = join(__dirname, '..', '..', '..');
const names = (of: ReturnType<typeof checksOf>) => of.map(({ name }) => name);
const data = { name: 'data', description: 'only data differ' };
const configured = [{ file: configurationFile, by: '' }];

describe('what a configured copy has to pass', () => {
  const all = names(testLanes(root).flat());

  test('is the tests of lib with their coverage, and the template tests where only data differ', () => {
    const steps = names(checksOf(data, configured, root, false));
    expect(steps).toEqual(['tests of lib, with coverage', 'template tests']);
  });

  test('is types and lint, too, for one of these copies', () => {
    const steps = names(checksOf(data, configured, root, true));
    const typed = all.filter((name) => /^(types|lint)/.test(name));
    expect(typed.length).toBeGreaterThan(3);
    expect(steps.slice(0, typed.length)).toEqual(typed);
  });

  test('is types and lint, too, where the text of a page is in the copy', () => {
    const asIn = [{ page: 'docs/day-two.md', heading: 'Another environment' }];
    const { name, description } = data;
    expect(names(checksOf({ name, description, asIn }, configured, root, false))).toEqual(
      names(checksOf(data, configured, root, true)),
    );
  });

  test('is all of npm test where code differs, wherever the edit is written', () => {
    const edits = [...configured, { file: 'lib/x.ts', by: '' }];
    expect(names(checksOf(data, edits, root, false))).toEqual(all);
  });
});

describe('what follows the edits of a copy', () => {
  test('is their form, a strict synth that records, and the docs where the chain of actions is another one', () => {
    expect(names(afterEdits(data, configured))).toEqual(['form', 'strict synth, recorded']);
    expect(afterEdits(data, configured)[1]?.args.at(-1)).toBe('--record');
    expect(afterEdits(data, configured)[0]?.args.at(-1)).toBe(configurationFile);
    expect(names(afterEdits({ ...data, drawn: true }, configured))).toEqual([
      'form',
      'strict synth, recorded',
      'npm run docs',
    ]);
  });
});
