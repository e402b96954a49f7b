import { isDeepStrictEqual } from 'node:util';

/** What a value of a template is compared by: CloudFormation takes `"30"` for `30` and `"true"` for `true`. */
function comparable(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, comparable(member)]));
}

/** Whether two resolved values of a property are one to CloudFormation. */
export function sameValue(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(comparable(one), comparable(other));
}

/** Whether two lists have the same members in another order. */
export function sameMembers(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return false;
  const sorted = (list: readonly unknown[]): string[] =>
    list.map((member) => JSON.stringify(comparable(member))).sort();
  return isDeepStrictEqual(sorted(one), sorted(other));
}
