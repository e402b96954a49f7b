import * as fc from 'fast-check';
import {
  arrivalsUntil,
  concurrentUsers,
  journeyFloor,
  loadSeconds,
  plannedJourneys,
} from '../../loadtests/lib/arrivals';
import type { ConstantLoad, RampingLoad } from '../../loadtests/lib/profile';

const users = { minConcurrentUsers: 1, maxUsers: 10_000 };
const constant = fc
  .record({ arrivalsPerSecond: fc.integer({ min: 1, max: 50 }), seconds: fc.integer({ min: 10, max: 600 }) })
  .map((load): ConstantLoad => ({ executor: 'constant-arrival-rate', ...load, ...users }));
const ramping = fc
  .record({
    startArrivalsPerSecond: fc.integer({ min: 0, max: 50 }),
    stages: fc.array(
      fc.record({ seconds: fc.integer({ min: 1, max: 100 }), arrivalsPerSecond: fc.integer({ min: 0, max: 50 }) }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map((load): RampingLoad => ({ executor: 'ramping-arrival-rate', ...load, ...users }));

describe('arithmetic of arrivals', () => {
  test('a constant load begins rate times seconds journeys', () => {
    fc.assert(
      fc.property(constant, (load) => {
        expect(plannedJourneys(load)).toBeCloseTo(load.arrivalsPerSecond * load.seconds);
      }),
    );
  });

  test('a constant load that lasts longer than a journey reaches rate times thinking time users', () => {
    fc.assert(
      fc.property(constant, fc.integer({ min: 1, max: 10 }), (load, thinkSeconds) => {
        expect(concurrentUsers(load, thinkSeconds)).toBeCloseTo(load.arrivalsPerSecond * thinkSeconds);
      }),
    );
  });

  test('a ramp with one rate throughout is a constant load', () => {
    fc.assert(
      fc.property(constant, ({ arrivalsPerSecond, seconds }) => {
        const ramp: RampingLoad = {
          executor: 'ramping-arrival-rate',
          startArrivalsPerSecond: arrivalsPerSecond,
          stages: [{ seconds, arrivalsPerSecond }],
          ...users,
        };
        expect(plannedJourneys(ramp)).toBeCloseTo(arrivalsPerSecond * seconds);
      }),
    );
  });

  test('arrivals never become fewer, and no more come than the load begins', () => {
    fc.assert(
      fc.property(ramping, fc.nat(600), fc.nat(600), (load, a, b) => {
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)];
        expect(arrivalsUntil(load, later)).toBeGreaterThanOrEqual(arrivalsUntil(load, earlier) - 1e-9);
        expect(arrivalsUntil(load, loadSeconds(load) + later)).toBeCloseTo(plannedJourneys(load));
      }),
    );
  });

  test('the floor of journeys is never 0 and never above the plan', () => {
    fc.assert(
      fc.property(constant, (load) => {
        expect(journeyFloor(load)).toBeGreaterThanOrEqual(1);
        expect(journeyFloor(load)).toBeLessThan(plannedJourneys(load));
      }),
    );
  });
});
