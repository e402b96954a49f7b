import { jStat } from 'jstat';
import type { JourneySteps } from '../../contracts/journey-steps';
import { journeyFloor } from '../../loadtests/lib/arrivals';
import type { Profile } from '../../loadtests/lib/profile';
import type { Thresholds } from '../../loadtests/lib/thresholds';
import { standing } from './bounds';
import { type Limit, limitsOf, percent, whereOf } from './limits';

/** Share of the runs, against a shop at half of a limit, that a load's own length must decide. */
const decidedShare = 0.95;

/**
 * Why so many samples can't tell a shop at half of its limits from one at the limits; undefined if they can. Small shares need
 * many: where 1 % is allowed, hundreds of answers without a single error leave more than that possible.
 */
export function unresolved(profile: Profile, thresholds: Thresholds, steps: JourneySteps): string | undefined {
  for (const limit of limitsOf(thresholds, steps)) {
    const journeys = journeyFloor(profile.doors[limit.door]);
    const samples = journeys * requestsOf(limit, steps);
    const decided = decidedAtHalf(samples, limit.share);
    if (decided >= decidedShare) continue;
    return (
      `of ${whereOf(limit)} ${percent(limit.share)} may have "${limit.what}", and ${journeys} journeys with ${samples} answers there decide a ` +
      `shop at ${percent(limit.share / 2)} in ${Math.floor(decided * 100)} of 100 runs; ${decidedShare * 100} are needed, ` +
      `for which it takes ${journeysNeeded(limit, steps)} journeys`
    );
  }
  return undefined;
}

/** Journeys through a door that decide a shop at half of a limit in enough runs. */
function journeysNeeded(limit: Limit, steps: JourneySteps): number {
  const perJourney = requestsOf(limit, steps);
  const enough = (journeys: number) => decidedAtHalf(journeys * perJourney, limit.share) >= decidedShare;
  let [low, high] = [1, 2];
  while (!enough(high) && high < 1e7) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function requestsOf({ step }: Limit, steps: JourneySteps): number {
  return steps
    .filter(({ name }) => step === undefined || name === step)
    .reduce((sum, { requests }) => sum + requests, 0);
}

/** Share of the runs with so many samples in which a shop at half of the limit is under it for certain. */
function decidedAtHalf(samples: number, limit: number): number {
  const most = mostUnder(samples, limit);
  return most < 0 ? 0 : jStat.binomial.cdf(most, samples, limit / 2);
}

/** Largest count that is under the limit for certain; -1 if none is. */
function mostUnder(samples: number, limit: number): number {
  const under = (count: number) => standing({ count, of: samples }, limit) === 'under';
  if (!under(0)) return -1;
  let [low, high] = [0, Math.max(1, Math.ceil(samples * limit))];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (under(middle)) low = middle;
    else high = middle;
  }
  return low;
}
