import { CodedError } from '@delivery/coded-error';
import type { Finding } from './findings';

/** Whose acknowledgements its own rules hold to their places, before this sees them (TAP1814). */
const heldAlready = 'AwsSolutions';

/**
 * That what any other check found is acknowledged where it was found, or at the construct whose own resource that is: further up
 * it would hide the same in everything beside it, and in all that comes later.
 *
 * @throws CodedError TAP2075 naming each that stands elsewhere, and its place
 */
export function requireOwnPlaces(findings: readonly Finding[]): void {
  const far = findings.filter(
    ({ plugin, reason, construct, acknowledgedAt = '' }) =>
      plugin !== heldAlready && reason !== undefined && !placesOf(construct).includes(acknowledgedAt),
  );
  if (far.length === 0) return;
  const lines = far.map(
    ({ plugin, rule, construct, acknowledgedAt = 'the app' }) =>
      `  ${rule} of ${plugin}: acknowledged at ${acknowledgedAt}, found at ${construct}: put it at ${placesOf(construct).join(' or ')}`,
  );
  throw new CodedError('TAP2075', `acknowledgements stand above what they accept:\n${lines.join('\n')}`);
}

/** A construct and, if it is another one's own resource, that one. */
function placesOf(construct: string): readonly string[] {
  const owner = /^(.+)\/(?:Resource|Default)$/.exec(construct)?.[1];
  return owner === undefined ? [construct] : [construct, owner];
}
