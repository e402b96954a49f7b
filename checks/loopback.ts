import { CodedError } from '@delivery/coded-error';
import { loopbackAnswer, loopbackPath } from '@delivery/rehearsal/loopback/loopback-interface';
import { refuseOtherEndpoints } from './endpoint-rule';
import { isLoopback } from './gate-settings';
import type { Job } from './job';

/** What differs where the pipeline is rehearsed on one machine. On AWS the factor is 1, no load is shortened, every alarm is fed. */
export interface Loopback {
  /** How many times faster the clock of periods and waits runs; timestamps are real everywhere. */
  readonly clockFactor: number;
  /** Seconds that a load test's load lasts at most; undefined: as long as its profile says. */
  readonly loadSeconds: number | undefined;
  /** Alarms that nothing here can feed, by physical name, with the reason. */
  readonly unfed: ReadonlyMap<string, string>;
}

const onAws: Loopback = { clockFactor: 1, loadSeconds: undefined, unfed: new Map() };

/** Seconds. In less, percentiles and users at once say little of a shop. */
const leastLoadSeconds = 30;

const answerWithinMs = 10_000;

/**
 * Asks the rehearsal's gateway for clock, length of the load and unfed alarms, if there is one. This is the only place in the gates that knows
 * of a rehearsal.
 *
 * @param variables those of the job
 * @throws CodedError TAP3011 if calls could go elsewhere than `AWS_ENDPOINT_URL` says
 * @throws CodedError TAP3003 if the endpoint isn't on this machine: nobody else may speed up a clock, shorten a load or excuse an alarm
 * @throws CodedError TAP3004 if it doesn't answer as agreed
 */
export async function readLoopback(variables: Job['variables']): Promise<Loopback> {
  refuseOtherEndpoints(variables);
  const { AWS_ENDPOINT_URL: endpoint } = variables;
  if (!endpoint) return onAws;
  if (!URL.canParse(endpoint) || !isLoopback(new URL(endpoint).hostname)) {
    throw new CodedError(
      'TAP3003',
      `AWS_ENDPOINT_URL: received ${JSON.stringify(endpoint)}; only an endpoint on this machine (127.0.0.1) may stand for AWS`,
    );
  }
  const url = new URL(loopbackPath, endpoint);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const { clock, load, unfed } = loopbackAnswer.parse(await response.json());
    if (load !== undefined && load.seconds < leastLoadSeconds) {
      throw new Error(`a load of ${load.seconds} s; at least ${leastLoadSeconds} s are judged`);
    }
    return {
      clockFactor: clock.factor,
      loadSeconds: load?.seconds,
      unfed: new Map(unfed.map(({ name, reason }) => [name, reason])),
    };
  } catch (error) {
    throw new CodedError(
      'TAP3004',
      `${url} did not say how the clock runs, how long a load lasts and which alarms are unfed: ${String(error)}`,
    );
  }
}
