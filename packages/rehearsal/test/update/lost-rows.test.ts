import type { Row, Rows } from '../../src/cloud/database/rows';
import { compareRows } from '../../src/update/lost-rows';

const holding = (tables: Readonly<Record<string, Readonly<Record<string, Row>>>>): ReadonlyMap<string, Rows> =>
  new Map([
    ['Cluster', new Map(Object.entries(tables).map(([table, rows]) => [table, new Map(Object.entries(rows))]))],
  ]);

const before = holding({
  'weather.readings': { 1: { id: '1', degrees: '20' }, 2: { id: '2', degrees: '21' } },
  'weather.places': { a: { id: 'a', name: '"Oslo"' } },
});

describe('rows after an update', () => {
  test('are kept where rows, columns and tables were only added', () => {
    const now = holding({
      'weather.readings': {
        1: { id: '1', degrees: '20', unit: '"C"' },
        2: { id: '2', degrees: '21', unit: '"C"' },
        3: { id: '3', degrees: '22', unit: '"C"' },
      },
      'weather.places': { a: { id: 'a', name: '"Oslo"' } },
      'weather.units': { C: { id: 'C' } },
    });
    expect(compareRows(before, now)).toEqual({ before: 3, after: 3, lost: [] });
  });

  test.each<[string, ReadonlyMap<string, Rows>, number, RegExp]>([
    [
      'a row',
      holding({
        'weather.readings': { 1: { id: '1', degrees: '20' } },
        'weather.places': { a: { id: 'a', name: '"Oslo"' } },
      }),
      2,
      /1 of 2 rows of weather\.readings .* 1 are gone, 0 have other values/,
    ],
    [
      'a value',
      holding({
        'weather.readings': { 1: { id: '1', degrees: '20' }, 2: { id: '2', degrees: 'null' } },
        'weather.places': { a: { id: 'a', name: '"Oslo"' } },
      }),
      2,
      /1 of 2 rows of weather\.readings .* 0 are gone, 1 have other values/,
    ],
    [
      'a column',
      holding({
        'weather.readings': { 1: { id: '1' }, 2: { id: '2' } },
        'weather.places': { a: { id: 'a', name: '"Oslo"' } },
      }),
      1,
      /2 of 2 rows of weather\.readings .* 2 have other values/,
    ],
    [
      'a table',
      holding({ 'weather.places': { a: { id: 'a', name: '"Oslo"' } } }),
      1,
      /readings are gone, and so is the table/,
    ],
    ['the cluster', new Map(), 0, /weather\.readings are gone/],
  ])('are lost with %s', (_what, now, after, told) => {
    const compared = compareRows(before, now);
    expect(compared).toMatchObject({ before: 3, after });
    expect(compared.lost.join('\n')).toMatch(told);
  });
});
