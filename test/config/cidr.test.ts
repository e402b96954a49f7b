import fc from 'fast-check';
import { addressRange, overlap } from '../../lib/config/cidr';

describe('an address range', () => {
  test('spans the addresses that its mask leaves free', () => {
    expect(addressRange('10.0.0.0/16')).toEqual({ first: 167772160, last: 167772160 + 2 ** 16 - 1 });
    expect(addressRange('10.0.16.0/20')).toEqual({ first: 167772160 + 2 ** 12, last: 167772160 + 2 ** 13 - 1 });
  });

  test.each([
    '10.0.0.0',
    '10.0.0.0/8',
    '10.0.0.0/21',
    '10.0.0.1/16',
    '256.0.0.0/16',
    '010.0.0.0/16',
    'ten/16',
    '10.0.0.0/16 ',
  ])('is not what is written as "%s"', (text) => {
    expect(addressRange(text)).toBeUndefined();
  });

  test('overlaps another one if and only if they share a second byte, for masks of 16', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(byte, byte, (one, other) => {
        const [first, second] = [one, other].map((value) => addressRange(`10.${value}.0.0/16`));
        return first !== undefined && second !== undefined && overlap(first, second) === (one === other);
      }),
    );
  });
});
