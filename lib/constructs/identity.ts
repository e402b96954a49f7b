import { createHash } from 'node:crypto';

/**
 * Eight characters that differ where the values do, whatever the order of their keys: for the id of a resource that can't be
 * changed while another one uses it. With other values it is another resource: made, used, and then the old one goes.
 */
export function identityOf(values: object): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(values)))
    .digest('hex')
    .slice(0, 8);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => [key, sorted(part)]);
}
