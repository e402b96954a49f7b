import fc from 'fast-check';
import { addressRange, isPrivate, overlap } from '../../lib/config/cidr';

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
    // No host has such an address: this network, loopback, link-local, multicast, reserved.
    '0.1.0.0/16',
    '127.0.0.0/16',
    '169.254.0.0/16',
    '224.0.0.0/16',
    '255.255.0.0/16',
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

  const privateOf = (cidr: string) => {
    const range = addressRange(cidr);
    if (!range) throw new Error(`${cidr} is no range`);
    return isPrivate(range);
  };

  test.each(['10.255.0.0/16', '172.16.0.0/16', '172.31.0.0/16', '192.168.0.0/16', '100.64.0.0/16', '100.127.240.0/20'])(
    '%s belongs to networks of their own',
    (cidr) => {
      expect(privateOf(cidr)).toBe(true);
    },
  );

  test.each([
    '11.0.0.0/16',
    '172.15.0.0/16',
    '172.32.0.0/16',
    '192.167.0.0/16',
    '192.169.0.0/16',
    '100.63.0.0/16',
    '100.128.0.0/16',
    '9.255.240.0/20',
  ])('%s is one of the internet', (cidr) => {
    expect(privateOf(cidr)).toBe(false);
  });
});
