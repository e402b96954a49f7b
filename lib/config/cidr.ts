/** First and last address of an IPv4 range, as numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The range that a text such as `10.10.0.0/16` names, or undefined if it names none that a VPC of ours can have: the
 * mask must be 16 to 20 (three kinds of subnets in three zones have to fit) and the address the first of its range.
 */
export function addressRange(cidr: string): AddressRange | undefined {
  const match = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\/(1[6-9]|20)$/.exec(cidr);
  if (!match) {
    return undefined;
  }
  const [a, b, c, d, mask] = match.slice(1).map(Number) as [number, number, number, number, number];
  const size = 2 ** (32 - mask);
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return Math.max(a, b, c, d) <= 255 && first % size === 0 ? { first, last: first + size - 1 } : undefined;
}

/** True if the two ranges share an address. */
export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}
