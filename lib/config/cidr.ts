/** First and last address of an IPv4 range, as numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** Ranges whose addresses no host of a network has, by IANA's registry (RFC 6890). */
const withoutHosts = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].map(block);

/** Ranges for networks of one's own: RFC 1918, and RFC 6598, which is not routed on the internet either. */
const forOneself = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'].map(block);

/**
 * The range that a text such as `10.10.0.0/16` names, or undefined if it names none that a VPC of ours can have: the
 * mask must be 16 to 20 (three kinds of subnets in three zones have to fit), the address the first of its range, and one
 * that a host can have.
 */
export function addressRange(cidr: string): AddressRange | undefined {
  if (!/^((0|[1-9]\d{0,2})\.){3}(0|[1-9]\d{0,2})\/(1[6-9]|20)$/.test(cidr)) {
    return undefined;
  }
  const bytes = cidr.split(/[./]/).slice(0, 4).map(Number);
  const range = block(cidr);
  const isItsFirst = range.first % (range.last - range.first + 1) === 0;
  const hasHosts = !withoutHosts.some((other) => overlap(range, other));
  return Math.max(...bytes) <= 255 && isItsFirst && hasHosts ? range : undefined;
}

/** True if the two ranges share an address. */
export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** True if all addresses of the range are those of networks of one's own, none of the internet. */
export function isPrivate(range: AddressRange): boolean {
  return forOneself.some(({ first, last }) => first <= range.first && range.last <= last);
}

/** Reads a range that is known to be one. */
function block(cidr: string): AddressRange {
  const [a, b, c, d, mask] = cidr.split(/[./]/).map(Number) as [number, number, number, number, number];
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return { first, last: first + 2 ** (32 - mask) - 1 };
}
