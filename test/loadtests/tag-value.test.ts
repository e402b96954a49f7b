import * as fc from 'fast-check';
import { tagValue } from '../../loadtests/lib/tag-value';

const longest = 160;

test('a tag holds a text as it is, encoded, as far as there is room', () => {
  expect(tagValue('not met: "a, b & c = d", 50 %', longest)).toBe(
    'not%20met%3A%20%22a%2C%20b%20%26%20c%20%3D%20d%22%2C%2050%20%25',
  );
  expect(tagValue('abc', 2)).toBe('ab');
});

test('whatever an answer says can be encoded, cut between characters and never within one', () => {
  const odd = fc.string({ unit: fc.constantFrom('a', '%', '&', '\u{1f600}', '\ud83d', '\ude00'), maxLength: 400 });
  fc.assert(
    fc.property(odd, (text) => {
      const read = decodeURIComponent(tagValue(text, longest));
      expect([...read].length).toBe(Math.min(longest, [...text].length));
      expect(read).toBe(
        [...text]
          .slice(0, longest)
          .join('')
          .replace(/\p{Surrogate}/gu, '\u{fffd}'),
      );
    }),
  );
  expect(tagValue(`${'a'.repeat(159)}\u{1f600}`, longest)).toMatch(/a%F0%9F%98%80$/);
});
