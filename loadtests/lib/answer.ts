import { check } from 'k6';
import { Rate } from 'k6/metrics';
import { answersFailedMetric } from './expectations.ts';

/** What a journey sees of a response. */
export interface Answer {
  readonly status: number;
  /** Parsed JSON, or undefined if there was none. */
  readonly body: unknown;
}

/** What is expected of an answer, by description; each must look at the content, a status alone proves nothing. */
export type Expected = Readonly<Record<string, (answer: Answer) => boolean>>;

/** Thrown when an answer is not what a shopper would expect; it ends the shopping, not the journey. */
export class WrongAnswer extends Error {}

const answersFailed = new Rate(answersFailedMetric, false);

/**
 * Holds one answer against what is expected of it and counts it once, failed or not, however many expectations there are.
 *
 * @param name of the request, which the samples are counted by
 * @returns the first expectation that wasn't met; undefined if all were
 */
export function firstUnmet(name: string, answer: Answer, expected: Expected): string | undefined {
  const unmet = Object.entries(expected)
    .filter(([description, holds]) => !check(answer, { [description]: holds }, { name }))
    .map(([description]) => description);
  answersFailed.add(unmet.length > 0, { name });
  return unmet[0];
}
