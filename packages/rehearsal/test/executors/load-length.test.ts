import { loadDifferences } from '../../src/executors/codebuild/load-length';

test('a load that was shortened is a difference, with both lengths', () => {
  expect(loadDifferences({ here: 32, onAws: 180 })).toEqual([
    { onAws: 'the load lasts 180 s', here: expect.stringContaining('lasts 32 s') },
  ]);
});

test.each([
  ['a load that lasted as long as its profile says', { here: 40, onAws: 40 }],
  ['a gate that says nothing of a load', undefined],
])('%s is none', (_what, length) => {
  expect(loadDifferences(length)).toEqual([]);
});
