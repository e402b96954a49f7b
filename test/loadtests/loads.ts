import * as fc from 'fast-check';
import type { ConstantLoad, RampingLoad } from '../../loadtests/lib/profile';

export const users = { minConcurrentUsers: 1, maxUsers: 10_000 };

/** Any load whose rate stays the same. */
export const constantLoads = fc
  .record({ arrivalsPerSecond: fc.integer({ min: 1, max: 50 }), seconds: fc.integer({ min: 10, max: 600 }) })
  .map((load): ConstantLoad => ({ executor: 'constant-arrival-rate', ...load, ...users }));

/** Any load whose rate goes from stage to stage. */
export const rampingLoads = fc
  .record({
    startArrivalsPerSecond: fc.integer({ min: 0, max: 50 }),
    stages: fc.array(
      fc.record({ seconds: fc.integer({ min: 1, max: 100 }), arrivalsPerSecond: fc.integer({ min: 0, max: 50 }) }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map((load): RampingLoad => ({ executor: 'ramping-arrival-rate', ...load, ...users }));
