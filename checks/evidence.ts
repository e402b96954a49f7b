import { z } from 'zod';
import { GATE_NAMES } from './gates';

/** A gate's verdict. `not judged` stops promotion exactly like `fail`: what was not seen is not good. */
export const gateVerdict = z.enum(['pass', 'fail', 'not judged']);

/** One figure that a gate measured. */
export const measurement = z.strictObject({
  name: z.string().min(1),
  value: z.number(),
  /** `ms`, `s`, `count`, `rate` (0 to 1), `percent`, `users` or `requests/s`. */
  unit: z.string().min(1),
  /** What the value was held against, as text such as `<= 500`; absent where the figure is for information. */
  limit: z.string().optional(),
});

/** What one gate saw and decided, written to `evidence/<environment>/<gate>.json`. */
export const evidence = z.strictObject({
  gate: z.enum(GATE_NAMES),
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

/** Measurements of the load gate: how many seconds journeys began, and how many its profile's file asks for. */
export const LOAD_LASTED = 'load';
export const LOAD_WRITTEN = 'load of the profile';

/** Measurement of the alarm gate: how many alarms have no say because nothing on this machine can feed them. */
export const ALARMS_EXCUSED = 'alarms that nothing can feed here';

export type GateVerdict = z.infer<typeof gateVerdict>;
export type Measurement = z.infer<typeof measurement>;
export type Evidence = z.infer<typeof evidence>;
