import { z } from 'zod';

const threshold = z.union([z.string(), z.object({ threshold: z.string() }).transform((it) => it.threshold)]);

/** What `k6 inspect --execution-requirements` says it will do, as far as the gate looks at it. */
const plan = z.object({
  scenarios: z.record(z.string(), z.object({ executor: z.string() })),
  thresholds: z
    .record(z.string(), z.array(threshold))
    .nullish()
    .transform((it) => it ?? {}),
  /** Longest time of the whole run, grace included, for example `1m9s`. */
  totalDuration: z.string(),
});

export interface K6Plan {
  readonly scenarios: readonly string[];
  /** Expressions by metric. */
  readonly thresholds: Readonly<Record<string, readonly string[]>>;
  readonly totalSeconds: number;
}

/** @throws Error if the text is no plan */
export function parsePlan(text: string): K6Plan {
  const read = plan.parse(JSON.parse(text));
  return {
    scenarios: Object.keys(read.scenarios),
    thresholds: read.thresholds,
    totalSeconds: seconds(read.totalDuration),
  };
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
