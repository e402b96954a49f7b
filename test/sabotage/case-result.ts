import type { Case } from './case';

/** What came of a case. */
export interface CaseResult {
  readonly tried: Case;
  /** Why it is not as it has to be; undefined: it is. */
  readonly problem: string | undefined;
  /** The words that stopped it: two sabotages with the same ones are one. */
  readonly signature: string;
  readonly seconds: number;
}

/**
 * The words that stopped a sabotage, without what is not the gate's: requests, doors, what was received, numbers. One edit of
 * the line that makes them would let all through that have them in common.
 */
export function signatureOf(tried: Case, reasons: readonly string[]): string {
  if (tried.kind !== 'sabotage') return '';
  const reason = reasons.find((one) => tried.says.test(one)) ?? '';
  return (tried.gate === 'synth' ? (tried.says.exec(reason)?.[0] ?? '') : reason)
    .replace(/(?<!not met: )"[^"]*"/g, '"..."')
    .replace(/\b(GET|POST|PUT) \S+/g, 'REQUEST')
    .replace(/It began: .*|It ended with .*/s, '')
    .replace(/CloudFront|API Gateway|cloudfront|\bapi\b/g, 'DOOR')
    .replace(/[\da-f]{8}-[\da-f-]{27}/g, 'ID')
    .replace(/\d+(?! is right)\b(?:\.\d+)?(?! is right)/g, '#');
}
