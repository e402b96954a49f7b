import * as fc from 'fast-check';
import { loadSeconds, plannedJourneys, stagesOf } from '../../loadtests/lib/arrivals';
import type { ConstantLoad, Profile, RampingLoad } from '../../loadtests/lib/profile';
import { mostRuns, profileSeconds, shorten } from '../../loadtests/lib/shorten';
import { rampingLoads, users } from './loads';

const constant: ConstantLoad = { executor: 'constant-arrival-rate', arrivalsPerSecond: 4, seconds: 180, ...users };

function profile(cloudfront: ConstantLoad | RampingLoad, api: ConstantLoad | RampingLoad = constant): Profile {
  return { description: 'A load.', thinkSeconds: 7, stopAtFirstBreach: false, doors: { cloudfront, api } };
}

describe('a shortened profile', () => {
  test('is the profile itself where no length is asked for', () => {
    const written = profile(constant);
    expect(shorten(written, undefined)).toBe(written);
    expect(profileSeconds(written)).toBe(180);
  });

  test('begins half of the written journeys in less time, at a higher rate and with less thinking', () => {
    const { doors, thinkSeconds } = shorten(profile(constant), 36);
    expect(doors.cloudfront).toEqual({ ...constant, arrivalsPerSecond: 10, seconds: 36 });
    expect(plannedJourneys(doors.api)).toBe(plannedJourneys(constant) / 2);
    expect(thinkSeconds).toBeCloseTo(7 / 2.5);
  });

  test('keeps the rate where half of the journeys begin anyway', () => {
    const { doors, thinkSeconds } = shorten(profile(constant), 120);
    expect(doors.cloudfront).toEqual({ ...constant, seconds: 120 });
    expect(thinkSeconds).toBe(7);
  });

  test('is sent until the journeys of the written one, sent twice, have begun', () => {
    const written = profile(constant);
    const runsIn = (seconds: number) => mostRuns(written, shorten(written, seconds));
    expect(mostRuns(written, written)).toBe(2);
    expect([36, 120, 179].map(runsIn)).toEqual([4, 3, 2]);
  });

  test('takes the time of both doors by the same share', () => {
    const short = { ...constant, seconds: 90 };
    const { doors } = shorten(profile(short), 36);
    expect(loadSeconds(doors.cloudfront)).toBe(18);
    expect(loadSeconds(doors.api)).toBe(36);
  });

  test('begins half of the journeys or more of any load, in the time asked for, at rates that k6 can take', () => {
    fc.assert(
      fc.property(rampingLoads, fc.integer({ min: 1, max: 60 }), (load, seconds) => {
        const written = profile(load, load);
        const { cloudfront } = shorten(written, seconds).doors;
        const share = Math.min(1, seconds / loadSeconds(load));
        expect(loadSeconds(cloudfront)).toBeCloseTo(loadSeconds(load) * share, 1);
        expect(plannedJourneys(cloudfront)).toBeGreaterThanOrEqual(
          plannedJourneys(load) * Math.max(0.5, share) * 0.99 - 0.1,
        );
        for (const { arrivalsPerSecond } of stagesOf(cloudfront)) {
          expect(arrivalsPerSecond * 60).toBeCloseTo(Math.round(arrivalsPerSecond * 60));
        }
      }),
    );
  });

  test('has as many users at once as the profile promises, and no more than it reserves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 40, max: 600 }), (arrivalsPerSecond, seconds) => {
        const load = { ...constant, arrivalsPerSecond, seconds };
        const { doors, thinkSeconds } = shorten(profile(load, load), 40);
        // Rates are rounded up to whole ones by the minute.
        const written = arrivalsPerSecond * 7;
        const users = (stagesOf(doors.api)[0]?.arrivalsPerSecond ?? 0) * thinkSeconds;
        expect(users).toBeGreaterThanOrEqual(written - 0.01);
        expect(users).toBeLessThanOrEqual(written + 1);
      }),
    );
  });
});
