import type { Options, Scenario, Threshold } from 'k6/options';
import { plannedJourneys, stagesOf, startRate } from './arrivals.ts';
import { answersFailedMetric, k6ThresholdsOf, ofDoor, shopperWaitMetric } from './expectations.ts';
import { type Door, type DoorLoad, doorNames, type Profile } from './profile.ts';
import type { Thresholds } from './thresholds.ts';

/** Seconds that journeys may go on after the last arrival, beside their thinking; those still on the way then are cut off. */
export const graceSeconds = 30;

/** Seconds before a breach may end a run that stops at the first one: percentiles of a few answers say nothing. */
const breachDelay = '30s';

/**
 * k6's options for one run: one scenario for each door that has thresholds, every scenario with its floors.
 *
 * @param steps of the journey, by name
 * @throws Error if no door has thresholds, or a door's load begins no journey
 */
export function toOptions(profile: Profile, thresholds: Thresholds, steps: readonly string[]): Options {
  const scenarios: Record<string, Scenario> = {};
  const k6Thresholds: Record<string, Threshold[]> = {};
  for (const door of doorNames) {
    const ofThisDoor = thresholds[door];
    if (ofThisDoor === undefined) continue;
    const load = profile.doors[door];
    if (plannedJourneys(load) < 1) throw new Error(`${door}: the profile begins no journey`);
    scenarios[door] = scenario(door, load, profile.thinkSeconds);
    Object.assign(k6Thresholds, k6ThresholdsOf(door, load, ofThisDoor, profile, steps));
    if (profile.stopAtFirstBreach) {
      stopAtBreach(k6Thresholds, [ofDoor(shopperWaitMetric, door), ofDoor(answersFailedMetric, door)]);
    }
  }
  if (Object.keys(scenarios).length === 0)
    throw new Error(`no door has thresholds; allowed are ${doorNames.join(', ')}`);
  return {
    scenarios,
    thresholds: k6Thresholds,
    // Each journey is another shopper, who waits for a connection and its TLS as the first did.
    noVUConnectionReuse: true,
    // A redirect would be a second request behind one answer.
    maxRedirects: 0,
    summaryTrendStats: ['count', 'min', 'avg', 'med', 'p(95)', 'p(99)', 'max'],
    setupTimeout: '60s',
  };
}

function scenario(door: Door, load: DoorLoad, thinkSeconds: number): Scenario {
  const shared = {
    exec: door,
    timeUnit: '1m',
    preAllocatedVUs: load.maxUsers,
    maxVUs: load.maxUsers,
    gracefulStop: `${Math.ceil(thinkSeconds) + graceSeconds}s`,
  };
  if (load.executor === 'constant-arrival-rate') {
    const rate = perMinute(load.arrivalsPerSecond);
    return { ...shared, executor: load.executor, rate, duration: `${load.seconds}s` };
  }
  return {
    ...shared,
    executor: load.executor,
    startRate: perMinute(startRate(load)),
    stages: stagesOf(load).map((stage) => ({
      duration: `${stage.seconds}s`,
      target: perMinute(stage.arrivalsPerSecond),
    })),
  };
}

/** k6 takes whole numbers; the profile's parser has refused rates that aren't whole by the minute. */
function perMinute(arrivalsPerSecond: number): number {
  return Math.round(arrivalsPerSecond * 60);
}

function stopAtBreach(k6Thresholds: Record<string, Threshold[]>, metrics: readonly string[]): void {
  for (const metric of metrics) {
    k6Thresholds[metric] = (k6Thresholds[metric] ?? []).map((threshold) => ({
      threshold: typeof threshold === 'string' ? threshold : threshold.threshold,
      abortOnFail: true,
      delayAbortEval: breachDelay,
    }));
  }
}
