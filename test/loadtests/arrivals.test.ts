import * as fc from 'fast-check';
import {
  arrivalsUntil,
  concurrentUsers,
  journeyFloor,
  lastArrivalSeconds,
  loadSeconds,
  plannedJourneys,
  sustainedSeconds,
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

  test('the last journey begins when all but one have, and in a constant load at its end', () => {
    fc.assert(
      fc.property(rampingLoads, constantLoads, (ramp, constant) => {
        const last = lastArrivalSeconds(ramp);
        expect(last).toBeLessThanOrEqual(loadSeconds(ramp));
        expect(arrivalsUntil(ramp, last)).toBeLessThanOrEqual(Math.max(0, plannedJourneys(ramp) - 1) + 1e-6);
        expect(arrivalsUntil(ramp, last + 0.002)).toBeGreaterThanOrEqual(plannedJourneys(ramp) - 1);
        expect(lastArrivalSeconds(constant)).toBe(constant.seconds);
      }),
    );
  });

  const ramp = (
    startArrivalsPerSecond: number,
    ...stages: readonly [seconds: number, rate: number][]
  ): RampingLoad => ({
    executor: 'ramping-arrival-rate',
    startArrivalsPerSecond,
    stages: stages.map(([seconds, arrivalsPerSecond]) => ({ seconds, arrivalsPerSecond })),
    ...users,
  });

  test.each<[string, RampingLoad, number]>([
    ['rises, stays and falls', ramp(0, [100, 10], [60, 10], [20, 0]), 50 + 60 + 10],
    ['sends all at once and then a trickle', ramp(130, [10, 130], [1, 1], [600, 1]), 10 + 65 / 129],
    ['has two peaks, the second one longer', ramp(8, [30, 8], [10, 0], [10, 8], [40, 8]), 5 + 40],
    ['never falls to half', ramp(5, [50, 10], [50, 5]), 100],
  ])('a load that %s is sustained as long as it is on end at half of its highest rate', (_what, load, seconds) => {
    expect(sustainedSeconds(load)).toBeCloseTo(seconds);
  });

  test('a constant load is sustained for all of its time, and none for longer', () => {
    fc.assert(
      fc.property(constantLoads, rampingLoads, (constant, changing) => {
        expect(sustainedSeconds(constant)).toBe(constant.seconds);
        expect(sustainedSeconds(changing)).toBeLessThanOrEqual(loadSeconds(changing) + 1e-9);
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
