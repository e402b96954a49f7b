import { journeyFloor } from '../../loadtests/lib/arrivals';
import { generatorLagMetric, journeysStartedMetric, ofDoor } from '../../loadtests/lib/expectations';
import { type Door, doorNames } from '../../loadtests/lib/profile';
import type { K6Summary } from './k6-summary';
import type { LoadRecord } from './load-record';

/**
 * Milliseconds. Where one wake-up in twenty comes this late, times that the generator measures are partly its own. An idle
 * machine is 1 ms late, one with both processors taken some 20 ms.
 */
export const largestLagP95Ms = 250;

/** Milliseconds. A generator that stood still this long sends the load in a heap afterwards, which no profile asks for. */
const largestLagMs = 2_000;

/** Share of its journeys that a machine that is on time begins at least; one that was told to send less stays far below. */
const leastShareOnTime = 0.9;

/** What can be said about the machine that generates the load. */
export interface Generator {
  /** Its clockwork was on time, so what it measured is the shop's. */
  readonly onTime: boolean;
  /** The rest of a sentence if it did not keep the rate of the profile, whoever is to blame. */
  readonly missed: string | undefined;
  /** A complete sentence if it sent less although nothing kept it from sending all: it was told to. */
  readonly toldToSendLess: string | undefined;
}

/** Judges the generator apart from the shop: by the journeys it began and by how late its own timers were. */
export function judgeGenerator(record: LoadRecord, summary: K6Summary): Generator {
  const p95 = summary.find(generatorLagMetric, 'p(95)');
  const longest = summary.find(generatorLagMetric, 'max');
  const missed: string[] = [];
  const less: string[] = [];
  const lagSeen = p95 !== undefined && longest !== undefined && summary.find(generatorLagMetric, 'count') !== 0;
  const onTime = lagSeen && p95 <= largestLagP95Ms && longest <= largestLagMs;
  for (const door of doorsOf(record)) {
    const dropped = summary.value(ofDoor('dropped_iterations', door), 'count');
    const started = summary.value(ofDoor(journeysStartedMetric, door), 'count');
    const floor = journeyFloor(record.profile.doors[door]);
    if (dropped > 0) missed.push(`${dropped} journeys through ${door} were dropped (0 are allowed)`);
    // None at all is no question of speed.
    if (started === 0 || started >= floor) continue;
    const begun = `${started} journeys through ${door} were begun (${floor} at least)`;
    if (onTime && dropped === 0 && started < leastShareOnTime * floor) less.push(begun);
    else missed.push(begun);
  }
  if (!lagSeen) missed.push('how late its own timers were was not seen');
  else if (longest > largestLagMs) {
    missed.push(`it stood still for ${Math.round(longest)} ms (${largestLagMs} are allowed)`);
  }
  return {
    onTime,
    missed: missed.length > 0 ? missed.join(', ') : undefined,
    toldToSendLess:
      less.length > 0
        ? `${less.join(', ')}, although the generator was on time and dropped none: it was told to send less.`
        : undefined,
  };
}

/** The doors that the load was to go through. */
export function doorsOf(record: Pick<LoadRecord, 'thresholds'>): Door[] {
  return doorNames.filter((door) => record.thresholds[door] !== undefined);
}
