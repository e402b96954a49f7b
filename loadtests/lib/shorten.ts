import { loadSeconds } from './arrivals.ts';
import { type DoorLoad, doorNames, type Profile } from './profile.ts';

/** Seconds of a profile's load: that of the door where it lasts longest. */
export function profileSeconds({ doors }: Profile): number {
  return Math.max(...doorNames.map((door) => loadSeconds(doors[door])));
}

/**
 * The profile with a load of at most so many seconds at each door. Rates stay: a constant load ends earlier, a changing one
 * goes through the same rates in less time, and so never needs more users at once.
 *
 * @param seconds undefined: the profile as it is
 */
export function shorten(profile: Profile, seconds: number | undefined): Profile {
  if (seconds === undefined) return profile;
  const { cloudfront, api } = profile.doors;
  return { ...profile, doors: { cloudfront: shortenLoad(cloudfront, seconds), api: shortenLoad(api, seconds) } };
}

function shortenLoad(load: DoorLoad, seconds: number): DoorLoad {
  const share = seconds / loadSeconds(load);
  if (share >= 1) return load;
  if (load.executor === 'constant-arrival-rate') return { ...load, seconds };
  return { ...load, stages: load.stages.map((stage) => ({ ...stage, seconds: stage.seconds * share })) };
}
