import { lastArrivalSeconds, loadSeconds } from '../../loadtests/lib/arrivals';
import { journeysCompletedMetric, journeysStartedMetric, ofDoor } from '../../loadtests/lib/expectations';
import type { Door } from '../../loadtests/lib/profile';
import { requestTimeoutSeconds, slowFailureFactor } from '../../loadtests/lib/thresholds';
import { type Check, checkThat } from '../outcome';
import { averageUsers, leastUsers } from './figures';
import type { Generator } from './generator';
import type { K6Summary } from './k6-summary';
import type { LoadRecord } from './load-record';

/** What no threshold of k6 can say: that journeys came to their end, and took the time that their profile has for them. */
export function completenessChecks(door: Door, record: LoadRecord, summary: K6Summary, generator: Generator): Check[] {
  const started = summary.value(ofDoor(journeysStartedMetric, door), 'count');
  const completed = summary.value(ofDoor(journeysCompletedMetric, door), 'count');
  const checks = [
    checkThat(
      `${door}: every journey that was started was completed`,
      started > 0 && started === completed,
      `${started} journeys through ${door} were started and ${completed} completed; the others threw or were cut off.`,
    ),
  ];
  return record.profile.stopAtFirstBreach ? checks : [...checks, ...durationChecks(door, record, summary, generator)];
}

/** Not of a load that ends where it first breaks a threshold. */
function durationChecks(door: Door, record: LoadRecord, summary: K6Summary, generator: Generator): Check[] {
  const load = record.profile.doors[door];
  const least = lastArrivalSeconds(load);
  const longest =
    loadSeconds(load) + record.profile.thinkSeconds + record.steps.length * requestTimeoutSeconds + aroundSeconds;
  const users = averageUsers(door, record, summary);
  const promised = leastUsers(load);
  const blamed = (name: string, good: boolean, detail: string): Check =>
    good ? { name, status: 'passed' } : { name, status: generator.missed ? 'not judged' : 'failed', detail };
  const journey = summary.value(ofDoor('iteration_duration', door), 'avg') / 1000;
  const longestJourney = longestJourneySeconds(door, record);
  const checks = [
    checkThat(
      `${door}: the load lasts as long as planned`,
      summary.seconds >= least,
      `The run took ${summary.seconds} s; the load through ${door} alone is ${Math.round(least * 1000) / 1000} s.`,
    ),
    blamed(
      `${door}: the load is over when it should be`,
      summary.seconds <= longest,
      `The run took ${summary.seconds} s; with the load through ${door} it may take ${longest} s.`,
    ),
    blamed(
      `${door}: journeys take no longer than their thinking and the slowest answers that are good`,
      journey <= longestJourney,
      `A journey through ${door} took ${Math.round(journey * 10) / 10} s on average; ${longestJourney} s are allowed: ` +
        `${record.profile.thinkSeconds} s of thinking and ${slowFailureFactor} times the limit of p95 for each answer.`,
    ),
  ];
  if (promised === undefined) return checks;
  const fewUsers = `${users} users were in the shop through ${door} at once; ${promised} at least were promised.`;
  return [...checks, blamed(`${door}: as many users at once as promised`, users >= promised, fewUsers)];
}

/** Seconds of a run beside load and last journeys: looking up what all shoppers need, writing the report. */
const aroundSeconds = 60;

/** Beyond this, time is lost that no answer's time shows. */
function longestJourneySeconds(door: Door, { profile, steps, thresholds }: LoadRecord): number {
  const requests = steps.reduce((sum, step) => sum + step.requests, 0);
  return profile.thinkSeconds + (requests * slowFailureFactor * (thresholds[door]?.p95Ms ?? 0)) / 1000;
}
