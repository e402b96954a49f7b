import { z } from 'zod';

const threshold = z.union([z.string(), z.object({ threshold: z.string() }).transform((it) => it.threshold)]);

const stage = z.object({ duration: z.string(), target: z.number() });

const scenario = z.object({
  executor: z.string(),
  exec: z.string().nullish(),
  startTime: z.string().nullish(),
  timeUnit: z.string().nullish(),
  duration: z.string().nullish(),
  rate: z.number().nullish(),
  startRate: z.number().nullish(),
  stages: z.array(stage).nullish(),
  preAllocatedVUs: z.number().nullish(),
  maxVUs: z.number().nullish(),
});

/** What `k6 inspect --execution-requirements` says it will do, as far as the gate looks at it. */
const plan = z.looseObject({
  scenarios: z.record(z.string(), scenario),
  thresholds: z
    .record(z.string(), z.array(threshold))
    .nullish()
    .transform((it) => it ?? {}),
  /** Longest time of the whole run, grace included, for example `1m9s`. */
  totalDuration: z.string(),
});

/** One scenario as k6 plans it. */
export type PlannedScenario = z.infer<typeof scenario>;

export interface K6Plan {
  readonly scenarios: Readonly<Record<string, PlannedScenario>>;
  /** Options beyond the scenarios that make it another load, with their values. */
  readonly changes: readonly string[];
  /** Expressions by metric. */
  readonly thresholds: Readonly<Record<string, readonly string[]>>;
  readonly totalSeconds: number;
}

/** @throws Error if the text is no plan */
export function parsePlan(text: string): K6Plan {
  const read = plan.parse(JSON.parse(text));
  const changing = changingOptions.filter((name) => isSet(read[name]));
  const lacking = neededOptions.filter((name) => read[name] !== true);
  return {
    scenarios: read.scenarios,
    changes: [...changing, ...lacking].map((name) => `${name} ${JSON.stringify(read[name] ?? null)}`),
    thresholds: read.thresholds,
    totalSeconds: seconds(read.totalDuration),
  };
}

/**
 * Options of k6 by which scripts send less, or elsewhere, than their scenarios say.
 * https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/
 */
const changingOptions = [
  'executionSegment',
  'executionSegmentSequence',
  'rps',
  'vus',
  'duration',
  'iterations',
  'stages',
  'hosts',
  'blacklistIPs',
  'blockHostnames',
  'minIterationDuration',
  'insecureSkipTLSVerify',
  'discardResponseBodies',
];

/** Options without which shoppers have it easier than people: the second one that k6 plays would find the first one's connection. */
const neededOptions = ['noVUConnectionReuse'];

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, µs: 1e-6, ns: 1e-9 };

/** Reads a duration as Go writes it. @throws Error if it is none */
export function seconds(duration: string): number {
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|µs|ns)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== duration) {
    throw new Error(`"${duration}" is no duration`);
  }
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (unitSeconds[unit ?? ''] ?? 0), 0);
}
