import { matchesPattern } from '../../src/model/glob';

describe('a pattern of CodeBuild', () => {
  test.each([
    ['**/*', 'a', true],
    ['**/*', 'a/.hidden/b.txt', true],
    ['*', 'a/b', false],
    ['reports/*.xml', 'reports/unit.xml', true],
    ['reports/*.xml', 'reports/deep/unit.xml', false],
    ['reports/**/*.xml', 'reports/unit.xml', true],
    ['./a/', 'a/b/c', true],
    ['a?.txt', 'ab.txt', true],
    ['a+(b).txt', 'a+(b).txt', true],
    ['a.txt', 'abtxt', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matchesPattern(pattern, path)).toBe(expected);
  });
});
