import { isRecord } from '../../base/record';

/**
 * CloudFormation turns numbers and booleans in the properties of custom resources into strings, on AWS as in the emulator.
 * In a derived template they are therefore written as `{"$n": "5"}` and `{"$b": "true"}`, and restored from the event.
 */
const number = '$n';
const boolean = '$b';

/** Marks every number and boolean of a template value; what stands inside an intrinsic function is left as it is. */
export function tagLiterals(value: unknown): unknown {
  if (typeof value === 'number') return { [number]: String(value) };
  if (typeof value === 'boolean') return { [boolean]: String(value) };
  if (Array.isArray(value)) return value.map(tagLiterals);
  if (!isRecord(value)) return value;
  if (!isIntrinsic(value)) return mapValues(value, tagLiterals);
  const branches = value['Fn::If'];
  // The branches of a condition become the value itself, so theirs are literals as well.
  if (Array.isArray(branches)) {
    const [condition, yes, no] = branches as unknown[];
    return { 'Fn::If': [condition, tagLiterals(yes), tagLiterals(no)] };
  }
  return value;
}

/** Restores what `tagLiterals` marked. */
export function untagLiterals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagLiterals);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1) {
    if (typeof value[number] === 'string') return Number(value[number]);
    if (typeof value[boolean] === 'string') return value[boolean] === 'true';
  }
  return mapValues(value, untagLiterals);
}

/** True for `{"Ref": ...}`, `{"Fn::...": ...}` and `{"Condition": ...}` with nothing beside. */
function isIntrinsic(value: Record<string, unknown>): boolean {
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}

function mapValues(value: Record<string, unknown>, change: (member: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)]));
}
