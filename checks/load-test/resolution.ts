import { jStat } from 'jstat';
import type { JourneySteps } from '../../contracts/journey-steps';
import { journeyFloor } from '../../loadtests/lib/arrivals';
import type { Door, Profile } from '../../loadtests/lib/profile';
import type { Thresholds } from '../../loadtests/lib/thresholds';
import { standing } from './bounds';
import { type Limit, limitsOf, percent, whereOf } from './limits';

/** Share of the runs, against a shop at half of its limits, that a load's own length must decide. */
const decidedShare = 0.95;

/** A shop at half of one limit, or of all. */
interface Shop {
  /** The limits that are asked for, each with the share that the shop is really at. */
  readonly held: readonly { readonly limit: Limit; readonly share: number }[];
  /** For a sentence. */
  readonly words: string;
}

/**
 * Why so many samples can't tell a shop at half of its limits from one at the limits; undefined if they can. Small shares need
 * many: where 1 % is allowed, hundreds of answers without a single error leave more than that possible.
 *
 * Asked of each limit alone, and of all together: where each of a dozen is open now and then, one of them is often.
 */
export function unresolved(profile: Profile, thresholds: Thresholds, steps: JourneySteps): string | undefined {
  const journeysAt = (door: Door) => journeyFloor(profile.doors[door]);
  const shops = shopsAtHalf(thresholds, steps);
  for (const { held, words } of shops) {
    const decided = decidedShareOf(held, journeysAt, steps);
    if (decided >= decidedShare) continue;
    const journeys = Math.min(...held.map(({ limit }) => journeysAt(limit.door)));
    const needed = Math.max(...shops.map((shop) => journeysNeeded(shop.held, steps)));
    return (
      `${journeys} journeys decide ${words} in ${Math.floor(decided * 100)} of 100 runs; ${decidedShare * 100} are needed, ` +
      `for which it takes ${needed} journeys`
    );
  }
  return undefined;
}

function shopsAtHalf(thresholds: Thresholds, steps: JourneySteps): Shop[] {
  const limits = limitsOf(thresholds, steps);
  const alone = limits.map((limit): Shop => {
    const share = limit.share / 2;
    const words = `a shop in which ${percent(share)} of ${whereOf(limit)} ${limit.what}, where ${percent(limit.share)} may,`;
    return { held: [{ limit, share }], words };
  });
  const together = limits.map((limit) => ({ limit, share: halfBesideOthers(limit, limits) }));
  return [...alone, { held: together, words: 'a shop at half of all limits together' }];
}

/** Half of the limit, or of the whole door's: were each step at half of its own, the door would be over its limit. */
function halfBesideOthers(limit: Limit, limits: readonly Limit[]): number {
  const same = limits.filter(({ what, door }) => what === limit.what && door === limit.door);
  return Math.min(...same.map(({ share }) => share)) / 2;
}

/** Journeys through a door that decide a shop in enough runs. */
function journeysNeeded(held: Shop['held'], steps: JourneySteps): number {
  const enough = (journeys: number) => decidedShareOf(held, () => journeys, steps) >= decidedShare;
  let [low, high] = [1, 2];
  while (!enough(high) && high < 1e7) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Share of the runs in which a shop is under all of these limits for certain, at least: limits hang together, and open in one run
 * are no more than those of each added up (Bonferroni).
 */
function decidedShareOf(held: Shop['held'], journeysAt: (door: Door) => number, steps: JourneySteps): number {
  const open = held.map(({ limit, share }) => {
    const samples = journeysAt(limit.door) * requestsOf(limit, steps);
    const most = mostUnder(samples, limit.share);
    return most < 0 ? 1 : 1 - jStat.binomial.cdf(most, samples, share);
  });
  return Math.max(0, 1 - open.reduce((sum, one) => sum + one, 0));
}

function requestsOf({ step }: Limit, steps: JourneySteps): number {
  return steps
    .filter(({ name }) => step === undefined || name === step)
    .reduce((sum, { requests }) => sum + requests, 0);
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
