import { loadSeconds } from '../../loadtests/lib/arrivals';
import {
  answersFailedMetric,
  journeysCompletedMetric,
  journeysStartedMetric,
  ofDoor,
} from '../../loadtests/lib/expectations';
import type { Door } from '../../loadtests/lib/profile';
import type { Check } from '../outcome';
import { averageUsers } from './figures';
import type { Generator } from './generator';
import { type K6Summary, samples } from './k6-summary';
import type { LoadRecord } from './load-record';

/** What no threshold of k6 can say: that journeys came to their end, and that every answer was looked at. */
export function completenessChecks(door: Door, record: LoadRecord, summary: K6Summary, generator: Generator): Check[] {
  const started = summary.value(ofDoor(journeysStartedMetric, door), 'count');
  const completed = summary.value(ofDoor(journeysCompletedMetric, door), 'count');
  const requests = summary.value(ofDoor('http_reqs', door), 'count');
  const judged = summary.metric(ofDoor(answersFailedMetric, door));
  const looked = judged ? samples(judged) : 0;
  const checks = [
    check(
      `${door}: every journey that was started was completed`,
      started > 0 && started === completed,
      `${started} journeys through ${door} were started and ${completed} completed; the others threw or were cut off.`,
    ),
    check(
      `${door}: every answer was looked at`,
      requests > 0 && looked === requests,
      `${requests} requests went through ${door} and ${looked} answers were looked at; there must be as many.`,
    ),
  ];
  return record.profile.stopAtFirstBreach ? checks : [...checks, ...durationChecks(door, record, summary, generator)];
}

/** Not of a load that ends where it first breaks a threshold. */
function durationChecks(door: Door, record: LoadRecord, summary: K6Summary, generator: Generator): Check[] {
  const load = record.profile.doors[door];
  const planned = loadSeconds(load);
  const users = averageUsers(door, record, summary);
  const fewUsers = `${users} users were in the shop through ${door} at once; ${load.minConcurrentUsers} at least were promised.`;
  const checks = [
    check(
      `${door}: the load lasts as long as planned`,
      summary.seconds >= planned,
      `The run took ${summary.seconds} s; the load through ${door} alone is ${planned} s.`,
    ),
  ];
  // A changing load has its users at its highest point alone; the profile's own arithmetic stands for that.
  if (load.executor === 'constant-arrival-rate') {
    const name = `${door}: as many users at once as promised`;
    if (users >= load.minConcurrentUsers) checks.push({ name, status: 'passed' });
    else checks.push({ name, status: generator.missed ? 'not judged' : 'failed', detail: fewUsers });
  }
  return checks;
}

function check(name: string, good: boolean, detail: string): Check {
  return good ? { name, status: 'passed' } : { name, status: 'failed', detail };
}
