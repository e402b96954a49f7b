import { journeyFloor } from './arrivals.ts';
import type { Door, DoorLoad, Profile } from './profile.ts';
import type { DoorThresholds } from './thresholds.ts';

/** Names of the metrics that the journeys record beside k6's own. */
export const journeysStartedMetric = 'journeys_started';
export const journeysCompletedMetric = 'journeys_completed';
export const answersFailedMetric = 'answers_failed';
export const generatorLagMetric = 'generator_lag';
/** Milliseconds that a shopper waits for an answer: finding a connection, making it, TLS, and the answer. */
export const shopperWaitMetric = 'shopper_wait';

/** The name of a metric's part that belongs to one door. */
export function ofDoor(metric: string, door: Door): string {
  return `${metric}{scenario:${door}}`;
}

/** The name of a metric's part that belongs to one step at one door. */
export function ofStep(metric: string, door: Door, step: string): string {
  return `${metric}{scenario:${door},name:${step}}`;
}

/**
 * Milliseconds that a journey takes at least: its thinking. One in a hundred is left for the clock. A journey that skips its
 * pauses would reach the planned rate with fewer users than promised.
 */
function leastJourneyMs(profile: Profile): number {
  return Math.floor(profile.thinkSeconds * 1000 * 0.99);
}

/**
 * The thresholds of one door, as expressions of k6. It passes a threshold on a rate or a trend that has no samples, so floors
 * stand on counters. Errors and times are judged from the samples, with bounds; here stand expressions that nothing breaks,
 * because k6 shows a metric by door and step only where a threshold names it. A profile that ends at its first breach is the
 * exception: there k6 itself must see it.
 *
 * @param steps of the journey, by name
 */
export function k6ThresholdsOf(
  door: Door,
  load: DoorLoad,
  thresholds: DoorThresholds,
  profile: Profile,
  steps: readonly string[],
): Record<string, string[]> {
  const floor = journeyFloor(load);
  const { stopAtFirstBreach: stops } = profile;
  return {
    [ofDoor('iterations', door)]: [`count>=${floor}`],
    [ofDoor(journeysStartedMetric, door)]: [`count>=${floor}`],
    [ofDoor(journeysCompletedMetric, door)]: [`count>=${floor}`],
    [ofDoor('iteration_duration', door)]: [`avg>=${leastJourneyMs(profile)}`],
    [ofDoor('http_reqs', door)]: [`count>=${floor}`],
    [ofDoor('dropped_iterations', door)]: ['count==0'],
    [ofDoor(shopperWaitMetric, door)]: [`p(95)${stops ? `<=${thresholds.p95Ms}` : '>=0'}`],
    [ofDoor(answersFailedMetric, door)]: [`rate${stops ? `<=${thresholds.maxErrorRate}` : '>=0'}`],
    [ofDoor('http_req_failed', door)]: ['rate>=0'],
    [ofDoor('checks', door)]: ['rate>=0'],
    ...Object.fromEntries(steps.map((step) => [ofStep('http_reqs', door, step), ['count>=0']])),
  };
}
