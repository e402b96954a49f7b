import { journeyFloor } from '../../loadtests/lib/arrivals';
import { GENERATOR_LAG, JOURNEYS_STARTED, ofDoor } from '../../loadtests/lib/expectations';
import { DOORS, type Door } from '../../loadtests/lib/profile';
import type { K6Summary } from './k6-summary';
import type { LoadRecord } from './load-record';

/**
 * Milliseconds. Where one wake-up in twenty comes this late, times that the generator measures are partly its own. An idle
 * machine is 1 ms late, one with both processors taken some 20 ms.
 */
export const LARGEST_LAG_P95_MS = 250;

/** Milliseconds. A generator that stood still this long sends the load in a heap afterwards, which no profile asks for. */
export const LARGEST_LAG_MS = 2_000;

/** What can be said about the machine that generates the load. */
export interface Generator {
  /** Its clockwork was on time, so what it measured is the shop's. */
  readonly onTime: boolean;
  /** A complete sentence if it did not keep the rate of the profile, whoever is to blame. */
  readonly missed: string | undefined;
}

/** Judges the generator apart from the shop: by the journeys it began and by how late its own timers were. */
export function judgeGenerator(record: LoadRecord, summary: K6Summary): Generator {
  const p95 = summary.value(GENERATOR_LAG, 'p(95)');
  const longest = summary.value(GENERATOR_LAG, 'max');
  const onTime = p95 <= LARGEST_LAG_P95_MS && longest <= LARGEST_LAG_MS;
  const missed: string[] = [];
  for (const door of doorsOf(record)) {
    const dropped = summary.value(ofDoor('dropped_iterations', door), 'count');
    const started = summary.value(ofDoor(JOURNEYS_STARTED, door), 'count');
    const floor = journeyFloor(record.profile.doors[door]);
    if (dropped > 0) missed.push(`${dropped} journeys through ${door} were dropped (0 are allowed)`);
    // None at all is no question of speed.
    if (started > 0 && started < floor)
      missed.push(`${started} journeys through ${door} were begun (${floor} at least)`);
  }
  if (longest > LARGEST_LAG_MS) {
    missed.push(`it stood still for ${Math.round(longest)} ms (${LARGEST_LAG_MS} are allowed)`);
  }
  return { onTime, missed: missed.length > 0 ? missed.join(', ') : undefined };
}

/** The doors that the load was to go through. */
export function doorsOf(record: Pick<LoadRecord, 'thresholds'>): Door[] {
  return DOORS.filter((door) => record.thresholds[door] !== undefined);
}
