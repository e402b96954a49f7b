import { setTimeout as sleep } from 'node:timers/promises';
import type { Visit } from './step';

/**
 * Milliseconds of the shortest period of an alarm. CloudWatch's periods begin at whole multiples of their length
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html), so that what lies in one of a
 * minute lies in one period of every longer alarm.
 */
const periodMs = 60_000;

/** Milliseconds that a score of refusals takes at most. */
const roomMs = 20_000;

/**
 * Waits until so much of the alarms' period is left that refusals asked for now are counted in one: alarms on refused requests
 * want more than one period of them, and nobody may be woken by the smoke test's own.
 */
export async function roomInPeriod({ clockFactor, signal }: Visit): Promise<void> {
  const period = periodMs / clockFactor;
  const left = period - (Date.now() % period);
  if (left < roomMs / clockFactor) await sleep(left, undefined, { signal });
}
