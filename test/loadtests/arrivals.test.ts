import * as fc from 'fast-check';
import {
  arrivalsUntil,
  concurrentUsers,
  journeyFloor,
  loadSeconds,
  plannedJourneys,
} from '../../loadtests/lib/arrivals';
import type { RampingLoad } from '../../loadtests/lib/profile';
import { constantLoads, rampingLoads, users } from './loads';

describe('arithmetic of arrivals', () => {
  test('a constant load begins rate times seconds journeys', () => {
    fc.assert(
      fc.property(constantLoads, (load) => {
        expect(plannedJourneys(load)).toBeCloseTo(load.arrivalsPerSecond * load.seconds);
      }),
    );
  });

  test('a constant load that lasts longer than a journey reaches rate times thinking time users', () => {
    fc.assert(
      fc.property(constantLoads, fc.integer({ min: 1, max: 10 }), (load, thinkSeconds) => {
        expect(concurrentUsers(load, thinkSeconds)).toBeCloseTo(load.arrivalsPerSecond * thinkSeconds);
      }),
    );
  });

  test('a ramp with one rate throughout is a constant load', () => {
    fc.assert(
      fc.property(constantLoads, ({ arrivalsPerSecond, seconds }) => {
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
      fc.property(rampingLoads, fc.nat(600), fc.nat(600), (load, a, b) => {
        const [earlier, later] = [Math.min(a, b), Math.max(a, b)];
        expect(arrivalsUntil(load, later)).toBeGreaterThanOrEqual(arrivalsUntil(load, earlier) - 1e-9);
        expect(arrivalsUntil(load, loadSeconds(load) + later)).toBeCloseTo(plannedJourneys(load));
      }),
    );
  });

  test('the floor of journeys is never 0 and never above the plan', () => {
    fc.assert(
      fc.property(constantLoads, (load) => {
        expect(journeyFloor(load)).toBeGreaterThanOrEqual(1);
        expect(journeyFloor(load)).toBeLessThan(plannedJourneys(load));
      }),
    );
  });
});
