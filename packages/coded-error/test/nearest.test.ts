import fc from 'fast-check';
import { nearest } from '../src/nearest';

describe('the nearest candidate', () => {
  test.each([
    ['eu-west', ['us-east-1', 'eu-west-1', 'eu-west-2'], 'eu-west-1'],
    ['abcd', ['dcba', 'abxd', 'zzzz'], 'abxd'],
  ])('of "%s"', (text, candidates, expected) => {
    expect(nearest(text, candidates)).toBe(expected);
  });

  test('of a candidate is the candidate itself', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(names, (candidates) => candidates.every((one) => nearest(one, candidates) === one)));
  });
});
