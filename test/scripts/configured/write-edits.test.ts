import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationText, writeEdits } from '../../../scripts/configured/write-edits';
import { shippedData } from '../../fixtures/shipped';

describe('the edits of a copy', () => {
  const copy = mkdtempSync(join(tmpdir(), 'edits-'));
  const read = (file: string) => readFileSync(join(copy, file), 'utf8');

  beforeEach(() => {
    mkdirSync(join(copy, 'lib'), { recursive: true });
    writeFileSync(join(copy, 'lib/list.ts'), 'first\nsecond\nlast\n');
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('take the place of a text, one after the other', () => {
    writeEdits(copy, [
      { file: 'lib/list.ts', replace: 'second\n', by: 'second\nthird\n' },
      { file: 'lib/list.ts', replace: 'third', by: '$& fourth' },
    ]);
    expect(read('lib/list.ts')).toBe('first\nsecond\n$& fourth\nlast\n');
  });

  test('make a file, or take the place of all of it', () => {
    writeEdits(copy, [
      { file: 'new/folder/file.json', by: '{}' },
      { file: 'lib/list.ts', by: 'nothing' },
    ]);
    expect(read('new/folder/file.json')).toBe('{}');
    expect(read('lib/list.ts')).toBe('nothing');
  });

  test.each([
    ['nowhere', 'lib/list.ts', 'fifth', 0],
    ['more than once', 'lib/list.ts', 's', 3],
    ['in no file', 'lib/none.ts', 'first', 0],
  ])('are refused where their text stands %s, and the file is as it was', (_where, file, replace, times) => {
    expect(() => writeEdits(copy, [{ file, replace, by: 'x' }])).toThrow(
      new RegExp(`^TAP2041: ${file} holds "${replace}" ${times} times, and the edit needs it once`),
    );
    expect(read('lib/list.ts')).toBe('first\nsecond\nlast\n');
  });

  test('hold a configuration as it was given', () => {
    const text = configurationText(shippedData);
    const literal = text.slice(text.indexOf('= {') + 2, text.lastIndexOf(';'));
    expect(JSON.parse(literal)).toEqual(shippedData);
  });
});
