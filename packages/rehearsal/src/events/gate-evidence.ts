import { z } from 'zod';

/** A gate's verdict. `not judged` stops promotion exactly like `fail`: what was not seen is not good. */
export const gateVerdict = z.enum(['pass', 'fail', 'not judged']);

/** What a value is held against: both bounds belong to what is allowed. */
export const limit = z.union([z.strictObject({ atMost: z.number() }), z.strictObject({ atLeast: z.number() })]);

/** One figure that a gate measured. */
export const measurement = z.strictObject({
  name: z.string().min(1),
  value: z.number(),
  /** For example `ms`, `s`, `count` or `rate` (0 to 1). */
  unit: z.string().min(1),
  /** Absent where the figure is for information. */
  limit: limit.optional(),
});

/** What one gate of a pipeline saw and decided, as the rehearsal's report has it. */
export const gateEvidence = z.strictObject({
  gate: z.string().min(1),
  environment: z.string().min(1),
  commit: z.string(),
  execution: z.string(),
  /** What was judged and by what, by name: the image's digest, a load's profile, the overrides in force. */
  subject: z.record(z.string().min(1), z.string()),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  verdict: gateVerdict,
  reasons: z.array(z.string()),
  measurements: z.array(measurement),
});

/** True if the value keeps the limit, or has none. */
export function keepsLimit({ value, limit }: Pick<Measurement, 'value' | 'limit'>): boolean {
  if (limit === undefined) return true;
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
}

/** Such as `at most 500`. */
export function limitWords(limit: Limit): string {
  return 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`;
}

export type Limit = z.infer<typeof limit>;
export type GateVerdict = z.infer<typeof gateVerdict>;
export type Measurement = z.infer<typeof measurement>;
export type GateEvidence = z.infer<typeof gateEvidence>;
