import { z } from 'zod';
import { doorNames } from '../loadtests/lib/profile';
import { problemsIn, type ThresholdsOfBothDoors } from '../loadtests/lib/thresholds';

/** By door: `cloudfront` (uncached paths to the load balancer) and `api` (API Gateway). k6 holds the same data to the same rules. */
const thresholds = z.custom<ThresholdsOfBothDoors>().superRefine((data, context) => {
  for (const { path, allowed } of problemsIn(data, doorNames)) {
    context.addIssue({ code: 'custom', path: [...path], message: allowed });
  }
});

/** What the load gate of one environment runs and holds the answers against, as a team writes it and as the gate reads it. */
export const gateLoad = z.strictObject({
  /** Name of a file in `loadtests/profiles/`, without its ending. */
  profile: z.string().regex(/^[a-z0-9-]+$/, 'expected the name of a profile'),
  /** Name of a file in `loadtests/journeys/`, without its ending. */
  journey: z.string().regex(/^[a-z0-9-]+$/, 'expected the name of a journey'),
  thresholds,
});
