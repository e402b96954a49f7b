import { z } from 'zod';

/** A gate's verdict. `not judged` stops promotion exactly like `fail`: what was not seen is not good. */
export const gateVerdict = z.enum(['pass', 'fail', 'not judged']);

/** One figure that a gate measured. */
export const measurement = z.strictObject({
  name: z.string().min(1),
  value: z.number(),
  /** For example `ms`, `s`, `count` or `rate` (0 to 1). */
  unit: z.string().min(1),
  /** What the value was held against, as text such as `<= 500`; absent where the figure is for information. */
  limit: z.string().optional(),
});

/** What one gate of a pipeline saw and decided, as the rehearsal's report has it. */
export const gateEvidence = z.strictObject({
  gate: z.string().min(1),
  environment: z.string().min(1),
  commit: z.string(),
  execution: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  verdict: gateVerdict,
  reasons: z.array(z.string()),
  measurements: z.array(measurement),
});

export type GateVerdict = z.infer<typeof gateVerdict>;
export type Measurement = z.infer<typeof measurement>;
export type GateEvidence = z.infer<typeof gateEvidence>;
