import { inspect } from 'node:util';
import type { z } from 'zod';

/** Longest text of what was received. */
const receivedLength = 80;

/** Every place of a value that a schema refuses: what was received there, and what is allowed. Asks for `reportInput`. */
export function describeProblems({ issues }: z.ZodError): readonly string[] {
  return issues.map((issue) => {
    const place = placeOf(issue.path);
    const said = messageOf(issue);
    // A key that nobody knows says more than what stands at it.
    if (issue.code === 'unrecognized_keys') return `${place}: ${said}`;
    return issue.input === undefined ? `${place}: is missing; ${said}` : `${place}: ${received(issue.input)} ${said}`;
  });
}

/** As code would name it: `probe.switchOffs[0].name`. */
function placeOf(path: readonly PropertyKey[]): string {
  const [first, ...others] = path.map((key) => (typeof key === 'number' ? `[${key}]` : String(key)));
  if (first === undefined) return 'the default export';
  return others.reduce((place, key) => (key.startsWith('[') ? place + key : `${place}.${key}`), first);
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`;
  return issue.message;
}

function received(value: unknown): string {
  const text = inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5 });
  return text.length > receivedLength ? `${text.slice(0, receivedLength)}...` : text;
}
