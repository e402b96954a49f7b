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
