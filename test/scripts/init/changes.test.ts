import { changesBetween, describeChanges } from '../../../scripts/init/changes';

test('names the values that differ by their places, and lists of texts as a whole', () => {
  const before = {
    a: 1,
    list: [
      { b: ['x'], same: true },
      { b: ['y'], old: 1 },
    ],
  };
  const after = { a: 2, list: [{ b: ['x', 'z'], same: true }, { b: ['y'] }] };
  expect(describeChanges(changesBetween(before, after)).split('\n')).toEqual([
    '  a: 1 -> 2',
    '  list[0].b: ["x"] -> ["x","z"]',
    '  list[1].old: 1 -> (none)',
  ]);
  expect(changesBetween(before, before)).toEqual([]);
});
