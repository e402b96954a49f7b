import { check } from 'k6';
import { Rate } from 'k6/metrics';
import { answersFailedMetric } from './expectations.ts';

/** What a journey sees of a response. */
export interface Answer {
  readonly status: number;
  /** Parsed JSON, or undefined if there was none. */
  readonly body: unknown;
}

/** Thrown when an answer is not what a shopper would expect; it ends the shopping, not the journey. */
export class WrongAnswer extends Error {}

const answersFailed = new Rate(answersFailedMetric, false);

/**
 * Holds one answer against what is expected of it and counts it once, failed or not, however many expectations there are.
 *
 * @param expected by description; each must look at the content, a status alone proves nothing
 * @throws WrongAnswer if one of them isn't met
 */
export function expectAnswer(answer: Answer, expected: Record<string, (answer: Answer) => boolean>): void {
  const good = check(answer, expected);
  answersFailed.add(!good);
  if (!good) throw new WrongAnswer(`status ${answer.status}`);
}
