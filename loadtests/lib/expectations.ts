import { journeyFloor } from './arrivals.ts';
import type { Door, DoorLoad, Profile } from './profile.ts';
import type { DoorThresholds } from './thresholds.ts';

/** Names of the metrics that the journeys record beside k6's own. */
export const journeysStartedMetric = 'journeys_started';
export const journeysCompletedMetric = 'journeys_completed';
export const answersFailedMetric = 'answers_failed';
export const generatorLagMetric = 'generator_lag';

/** The name of a metric's part that belongs to one door. */
export function ofDoor(metric: string, door: Door): string {
  return `${metric}{scenario:${door}}`;
}

/**
 * Milliseconds that a journey takes at least: its thinking. One in a hundred is left for the clock. A journey that skips its
 * pauses would reach the planned rate with fewer users than promised.
 */
function leastJourneyMs(profile: Profile): number {
  return Math.floor(profile.thinkSeconds * 1000 * 0.99);
}

/**
 * The thresholds of one door, as expressions of k6. It passes a threshold on a rate or a trend that has no samples, so each of them stands beside
 * a counter with a floor for the same door.
 */
export function k6ThresholdsOf(
  door: Door,
  load: DoorLoad,
  thresholds: DoorThresholds,
  profile: Profile,
  requestsPerJourney: number,
): Record<string, string[]> {
  const floor = journeyFloor(load);
  return {
    [ofDoor('iterations', door)]: [`count>=${floor}`],
    [ofDoor(journeysStartedMetric, door)]: [`count>=${floor}`],
    [ofDoor(journeysCompletedMetric, door)]: [`count>=${floor}`],
    [ofDoor('iteration_duration', door)]: [`avg>=${leastJourneyMs(profile)}`],
    [ofDoor('http_reqs', door)]: [`count>=${floor * requestsPerJourney}`],
    [ofDoor('http_req_duration', door)]: [`p(95)<=${thresholds.p95Ms}`],
    [ofDoor(answersFailedMetric, door)]: [`rate<=${thresholds.maxErrorRate}`],
    [ofDoor('dropped_iterations', door)]: ['count==0'],
  };
}
