import type { JourneySteps } from '../../contracts/journey-steps';
import { type Door, doorNames } from '../../loadtests/lib/profile';
import { type DoorThresholds, slowFailureFactor, type Thresholds } from '../../loadtests/lib/thresholds';
import type { Share } from './bounds';
import { failed, type Samples, slower } from './samples';

/** How many times the door's limit of errors one step may make: its neighbours may be without any. */
const stepErrorFactor = 3;

/** Share of answers that may take longer than the limit of the 95th percentile; that is what the percentile says. */
export const shareOverP95 = 0.05;

/** A limit of a share, the worst of which the verdict begins with. */
export interface Limit {
  readonly what: 'failed' | 'were slow failures' | 'took too long';
  readonly door: Door;
  /** Undefined: all steps of the door together. */
  readonly step: string | undefined;
  /** Largest share. */
  readonly share: number;
  /** Milliseconds from which an answer counts; undefined where time doesn't matter. */
  readonly overMs: number | undefined;
}

/** A limit with what was seen of it. */
export interface Seen extends Limit {
  readonly seen: Share;
}

/** All limits of a load: errors and slow failures by door and by step, the 95th percentile by step. */
export function limitsOf(thresholds: Thresholds, steps: JourneySteps): Limit[] {
  return doorNames.flatMap((door) => {
    const own = thresholds[door];
    if (own === undefined) return [];
    return [
      ...failureLimits(door, undefined, own.maxErrorRate, own),
      ...steps.flatMap(({ name }): Limit[] => [
        ...failureLimits(door, name, stepErrorLimit(own.maxErrorRate), own),
        { what: 'took too long', door, step: name, share: shareOverP95, overMs: own.p95Ms },
      ]),
    ];
  });
}

/** Where a limit holds, such as `order through api`. */
export function whereOf({ door, step }: Pick<Limit, 'door' | 'step'>): string {
  return step === undefined ? `all of ${door}` : `${step} through ${door}`;
}

/** A share as sentences show it, such as `1.25 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}

/** What the samples say of a limit. */
export function seenOf(limit: Limit, samples: Samples): Seen {
  const { door, step, overMs } = limit;
  const own = step === undefined ? samples.ofDoor(door) : samples.of(door, step);
  const count = overMs === undefined ? failed(own) : slower(own, overMs);
  return { ...limit, seen: { count, of: own.waits.length } };
}

/** Which limit comes first: that of which most is used up. */
export function worstFirst(a: Seen, b: Seen): number {
  return used(b) - used(a);
}

function failureLimits(door: Door, step: string | undefined, share: number, { p95Ms }: DoorThresholds): Limit[] {
  return [
    { what: 'failed', door, step, share, overMs: undefined },
    { what: 'were slow failures', door, step, share, overMs: slowFailureFactor * p95Ms },
  ];
}

/** Never so much that nothing could exceed it. */
export function stepErrorLimit(ofDoor: number): number {
  return Math.min(stepErrorFactor * ofDoor, Math.max(ofDoor, 0.5));
}

function used({ seen: { count, of }, share }: Seen): number {
  return of === 0 ? 0 : count / of / share;
}

/**
 * Requests that each step of a door must have had at least, by its name: a journey asks for no more once a step has failed.
 *
 * @param journeys that must have begun
 */
export function leastRequests(
  steps: JourneySteps,
  samples: Samples,
  door: Door,
  journeys: number,
): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  let ended = 0;
  for (const { name, requests } of steps) {
    least.set(name, Math.max(1, (journeys - ended) * requests));
    ended += failed(samples.of(door, name));
  }
  return least;
}
