import { loadSeconds, plannedJourneys } from './arrivals.ts';
import { type DoorLoad, doorNames, type Profile } from './profile.ts';

/** Seconds of a profile's load: that of the door where it lasts longest. */
export function profileSeconds({ doors }: Profile): number {
  return Math.max(...doorNames.map((door) => loadSeconds(doors[door])));
}

/** Share of the written journeys that a shortened load begins at least. */
const leastShare = 1 / 2;

/**
 * The profile in at most so many seconds. What a verdict needs is samples, so the load is denser where it is shorter: at least
 * half of the written journeys begin. That decides a shop in which nothing is wrong; one at half of its limits is decided at
 * the latest when the load was sent again. Thinking gets shorter as the rate gets higher, so that there are as many users
 * at once as the profile promises, and no more to be held in memory.
 *
 * @param seconds undefined: the profile as it is
 */
export function shorten(profile: Profile, seconds: number | undefined): Profile {
  const share = (seconds ?? Number.POSITIVE_INFINITY) / profileSeconds(profile);
  if (share >= 1) return profile;
  const denser = Math.max(1, leastShare / share);
  const { cloudfront, api } = profile.doors;
  return {
    ...profile,
    thinkSeconds: profile.thinkSeconds / denser,
    doors: { cloudfront: shortenLoad(cloudfront, share, denser), api: shortenLoad(api, share, denser) },
  };
}

/** How often a load may be sent until it is decided: as many journeys begin as in the written one, sent twice. */
export function mostRuns(written: Profile, { doors }: Profile): number {
  const times = doorNames.map((door) => (2 * plannedJourneys(written.doors[door])) / plannedJourneys(doors[door]));
  return Math.max(2, Math.floor(Math.min(...times)));
}

function shortenLoad(load: DoorLoad, share: number, denser: number): DoorLoad {
  if (load.executor === 'constant-arrival-rate') {
    const arrivalsPerSecond = wholeByTheMinute(load.arrivalsPerSecond * denser);
    return { ...load, arrivalsPerSecond, seconds: wholeMs(load.seconds * share) };
  }
  return {
    ...load,
    startArrivalsPerSecond: wholeByTheMinute(load.startArrivalsPerSecond * denser),
    stages: load.stages.map((stage) => ({
      seconds: wholeMs(stage.seconds * share),
      arrivalsPerSecond: wholeByTheMinute(stage.arrivalsPerSecond * denser),
    })),
  };
}

/** k6 takes whole numbers only. */
function wholeByTheMinute(arrivalsPerSecond: number): number {
  return Math.ceil(arrivalsPerSecond * 60 - 1e-6) / 60;
}

function wholeMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
