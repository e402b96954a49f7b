import type { Case, ImageCase, SynthCase } from './case';

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
  return (
    (tried.gate === 'synth' || tried.gate === 'image' ? (tried.says.exec(reason)?.[0] ?? '') : reason)
      .replace(/(?<!not met: )"[^"]*"/g, '"..."')
      .replace(/\b(GET|POST|PUT) \S+/g, 'REQUEST')
      // One line holds every setting against the declared one.
      .replace(/(was changed by hand: ).*(, declared).*/, '$1#$2')
      .replace(/It began: .*|It ended with .*/s, '')
      .replace(/CloudFront|API Gateway|cloudfront|\bapi\b/g, 'DOOR')
      .replace(/[\da-f]{8}-[\da-f-]{27}/g, 'ID')
      .replace(/(?<!TAP\d*)\d+(?! is right)\b(?:\.\d+)?(?! is right)/g, '#')
  );
}

/**
 * What came of a case whose program throws what it refuses.
 *
 * @param refusal what it threw; undefined: nothing
 * @param begin as `performance.now` says it
 */
export function resultOf(tried: ImageCase | SynthCase, refusal: string | undefined, begin: number): CaseResult {
  const seconds = (performance.now() - begin) / 1000;
  return { tried, problem: problemOf(tried, refusal), signature: signatureOf(tried, [refusal ?? '']), seconds };
}

function problemOf(tried: ImageCase | SynthCase, refusal: string | undefined): string | undefined {
  if (tried.kind !== 'sabotage') {
    if (refusal === undefined) return undefined;
    return `${tried.kind === 'neighbour' ? 'it was refused' : 'it is known not to be refused, and was'}:\n${refusal.slice(0, 2_000)}`;
  }
  if (refusal === undefined) return 'it passed';
  return tried.says.test(refusal)
    ? undefined
    : `it was refused by something else than ${tried.says}:\n${refusal.slice(0, 2_000)}`;
}
