import { z } from 'zod';

/**
 * What one journey consists of, as `loadtests/steps/<journey>.json` has it. A list of its own beside the journey: a journey
 * that lost a step would send less and find no fault, so that the loss must be a change that people see.
 */
export const journeySteps = z
  .array(
    z.strictObject({
      /** Name of the step and of its request. */
      name: z
        .string()
        .regex(/^[^{},:"]+$/, 'a name without braces, commas, colons and quotes is needed, as k6 reads it'),
      /** Requests of one shopper in this step. */
      requests: z.number().int().positive(),
    }),
  )
  .nonempty()
  .refine(
    (steps) => new Set(steps.map(({ name }) => name)).size === steps.length,
    'every step needs a name of its own',
  );

export type JourneySteps = z.infer<typeof journeySteps>;
