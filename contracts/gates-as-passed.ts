import { z } from 'zod';

/**
 * All that a commit is held to on its way through all environments, each by its path, such as `Dev.load.thresholds.api.p95Ms`.
 * What is no environment's own begins with `acknowledgements` or `image`.
 */
export const heldTo = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** What the last commit that passed an environment was held to, kept with the environment's evidence. */
export const gatesAsPassed = z.strictObject({ commit: z.string().min(1), gates: heldTo });

export type HeldTo = z.infer<typeof heldTo>;
export type GatesAsPassed = z.infer<typeof gatesAsPassed>;
