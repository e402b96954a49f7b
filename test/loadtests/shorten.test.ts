import * as fc from 'fast-check';
import { concurrentUsers, loadSeconds, plannedJourneys } from '../../loadtests/lib/arrivals';
import type { ConstantLoad, Profile, RampingLoad } from '../../loadtests/lib/profile';
import { profileSeconds, shorten } from '../../loadtests/lib/shorten';
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

  test('begins journeys at the same rate for less time', () => {
    const { doors } = shorten(profile(constant), 32);
    expect(doors.cloudfront).toEqual({ ...constant, seconds: 32 });
    expect(plannedJourneys(doors.api)).toBe(128);
  });

  test('leaves alone a door whose load is short already', () => {
    const short = { ...constant, seconds: 5 };
    const written = profile(short);
    const { doors } = shorten(written, 32);
    expect(doors.cloudfront).toBe(short);
    expect(loadSeconds(doors.api)).toBe(32);
  });

  test('goes through the same rates of a changing load, in the time asked for', () => {
    fc.assert(
      fc.property(rampingLoads, fc.integer({ min: 1, max: 60 }), (load, seconds) => {
        const { cloudfront } = shorten(profile(load), seconds).doors;
        const share = Math.min(1, seconds / loadSeconds(load));
        expect(loadSeconds(cloudfront)).toBeCloseTo(loadSeconds(load) * share);
        expect(plannedJourneys(cloudfront)).toBeCloseTo(plannedJourneys(load) * share);
        expect(cloudfront).toMatchObject({
          startArrivalsPerSecond: load.startArrivalsPerSecond,
          stages: load.stages.map(({ arrivalsPerSecond }) => ({ arrivalsPerSecond })),
        });
      }),
    );
  });

  test('never needs more users at once than the profile reserves', () => {
    fc.assert(
      fc.property(rampingLoads, fc.integer({ min: 30, max: 60 }), (load, seconds) => {
        const { cloudfront } = shorten(profile(load), seconds).doors;
        // Users are counted at whole seconds: the one between may hold a few more.
        const step = 2 * Math.max(load.startArrivalsPerSecond, ...load.stages.map((stage) => stage.arrivalsPerSecond));
        expect(concurrentUsers(cloudfront, 7)).toBeLessThanOrEqual(concurrentUsers(load, 7) + step);
      }),
    );
  });
});
