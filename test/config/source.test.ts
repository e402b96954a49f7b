import { hasPages } from '../../lib/config/source';

test('files of a repository can be shown to a browser, those of an archive in a bucket can not', () => {
  expect((['connection', 'codecommit', 's3'] as const).map((kind) => [kind, hasPages(kind)])).toEqual([
    ['connection', true],
    ['codecommit', true],
    ['s3', false],
  ]);
});
