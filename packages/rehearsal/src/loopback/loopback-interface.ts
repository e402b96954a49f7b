import { z } from 'zod';

/**
 * What a job of the pipeline may ask the rehearsal, at the endpoint that it is given for AWS: how the clock runs, how long a load
 * lasts, and which alarms have no say. A program of the pipeline must take it from an endpoint on this machine alone, or anybody
 * could speed up its clock or excuse an alarm.
 */

/** Path of the interface, asked for with GET; the answer is JSON. */
export const loopbackPath = '/_rehearsal/environment';

export const loopbackAnswer = z.strictObject({
  /** How many times faster than AWS the clock of periods and waits runs; timestamps are real everywhere. */
  clock: z.strictObject({ factor: z.number().min(1) }),
  /** Seconds that a load test's load lasts at most; absent: as long as its profile says. */
  load: z.strictObject({ seconds: z.number().positive() }).optional(),
  /** Alarms that nothing on this machine can feed, by physical name. */
  unfed: z.array(z.strictObject({ name: z.string().min(1), reason: z.string().min(1) })),
});

export type LoopbackAnswer = z.infer<typeof loopbackAnswer>;
