import { parseConfiguration } from '../../../lib/config';
import { rows } from '../../../scripts/configured/rows';
import { editsOf } from '../../../scripts/configured/run-rows';
import { configurationFile, configurationText } from '../../../scripts/configured/write-edits';
import { shippedData } from '../../fixtures/shipped';
import { evaluate } from './evaluate';

describe('the configured copies', () => {
  test('have names of their own, in kebab-case, and say what they configure', () => {
    expect(rows.length).toBeGreaterThan(15);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    expect(rows.filter(({ name }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(rows.filter(({ description }) => description.length < 10)).toEqual([]);
  });

  test.each(rows)('$name is a configuration that is accepted, and the shipped one stays what it is', (row) => {
    const before = structuredClone(shippedData);
    const { by } = editsOf(row, shippedData).find(({ file }) => file === configurationFile) ?? { by: '' };
    expect(() => parseConfiguration(evaluate(by), {})).not.toThrow();
    expect(shippedData).toEqual(before);
  });

  test('differ from the shipped one and from each other, but for one that only writes it anew', () => {
    const written = rows.map((row) => JSON.stringify(editsOf(row, shippedData)));
    expect(new Set(written).size).toBe(rows.length);
    const [rewritten, ...others] = rows;
    expect(rewritten && editsOf(rewritten, shippedData)).toEqual([
      { file: configurationFile, by: configurationText(shippedData) },
    ]);
    expect(others.filter(({ asIn, configure }) => asIn === undefined && configure === undefined)).toEqual([]);
  });
});
