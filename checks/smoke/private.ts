import type { Answer } from './door';

/**
 * Insists that no cache on the way may keep what belongs to one shopper.
 *
 * @throws Error if one may
 */
export function insistOnPrivate(answer: Answer, what: string): void {
  const control = answer.headers.get('cache-control') ?? '';
  if (/\b(?:no-store|private)\b/i.test(control)) return;
  throw new Error(
    `${what} may be kept by a cache and shown to somebody else: its cache-control is ${JSON.stringify(control)}; no-store or private is right.`,
  );
}
