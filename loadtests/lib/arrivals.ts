import type { DoorLoad, Stage } from './profile.ts';

/** Journeys that begin in `seconds` from the start of the load: the area below the rate. */
export function arrivalsUntil(load: DoorLoad, seconds: number): number {
  let arrivals = 0;
  let rate = startRate(load);
  let left = seconds;
  for (const stage of stagesOf(load)) {
    if (left <= 0) break;
    const spent = Math.min(left, stage.seconds);
    const rateThen = rate + ((stage.arrivalsPerSecond - rate) * spent) / stage.seconds;
    arrivals += ((rate + rateThen) / 2) * spent;
    rate = stage.arrivalsPerSecond;
    left -= spent;
  }
  return arrivals;
}

/** Seconds in which journeys begin; the last ones end later. */
export function loadSeconds(load: DoorLoad): number {
  return stagesOf(load).reduce((sum, stage) => sum + stage.seconds, 0);
}

/**
 * Seconds until the last journey begins, at the earliest. k6 ends a load that changes with its last arrival, and a constant one with
 * its time: where a rate falls to 0, nobody comes in the last seconds.
 */
export function lastArrivalSeconds(load: DoorLoad): number {
  const length = loadSeconds(load);
  if (load.executor === 'constant-arrival-rate') return length;
  const last = plannedJourneys(load) - 1;
  let [low, high] = [0, length];
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (arrivalsUntil(load, middle) < last) low = middle;
    else high = middle;
  }
  return low;
}

/** Share of its highest rate at which a load is still itself. */
const sustainedShare = 1 / 2;

/** Seconds of the longest stretch in which at least half as many journeys begin as at the load's highest point: all else is the way there. */
export function sustainedSeconds(load: DoorLoad): number {
  const stages = stagesOf(load);
  const least = sustainedShare * Math.max(startRate(load), ...stages.map((stage) => stage.arrivalsPerSecond));
  let [longest, stretch, rate] = [0, 0, startRate(load)];
  for (const { seconds, arrivalsPerSecond: then } of stages) {
    const [lower, higher] = [Math.min(rate, then), Math.max(rate, then)];
    const share = lower >= least ? 1 : higher < least ? 0 : (higher - least) / (higher - lower);
    // A stretch goes on from what was before only where it has not begun within this stage.
    stretch = (rate >= least ? stretch : 0) + share * seconds;
    longest = Math.max(longest, stretch);
    if (then < least) stretch = 0;
    rate = then;
  }
  return longest;
}

/** Journeys that the whole load begins. */
export function plannedJourneys(load: DoorLoad): number {
  return arrivalsUntil(load, loadSeconds(load));
}

/**
 * Users in the shop at once at the load's highest point, answers being instant: those who arrived within the last
 * `thinkSeconds` (rate x journey time). Answers take time too, so the true number is higher.
 */
export function concurrentUsers(load: DoorLoad, thinkSeconds: number): number {
  let most = 0;
  for (let second = 1; second <= Math.ceil(loadSeconds(load) + thinkSeconds); second += 1) {
    most = Math.max(most, arrivalsUntil(load, second) - arrivalsUntil(load, second - thinkSeconds));
  }
  return most;
}

/**
 * Journeys below which the load was not delivered: 2 % under the plan, and at least 2, because k6 places the first and the
 * last arrival on either side of the edge.
 */
export function journeyFloor(load: DoorLoad): number {
  const planned = plannedJourneys(load);
  return Math.max(1, Math.floor(planned - Math.max(2, planned * 0.02)));
}

export function startRate(load: DoorLoad): number {
  return load.executor === 'constant-arrival-rate' ? load.arrivalsPerSecond : load.startArrivalsPerSecond;
}

export function stagesOf(load: DoorLoad): readonly Stage[] {
  return load.executor === 'constant-arrival-rate' ? [load] : load.stages;
}
