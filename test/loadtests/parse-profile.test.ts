import { parseProfile } from '../../loadtests/lib/parse-profile';

const door = {
  executor: 'constant-arrival-rate',
  arrivalsPerSecond: 2,
  seconds: 30,
  minConcurrentUsers: 10,
  maxUsers: 40,
};
const good = { description: 'A load.', thinkSeconds: 5, doors: { cloudfront: door, api: door } };
const withDoor = (change: object) => ({ ...good, doors: { cloudfront: { ...door, ...change }, api: door } });

describe('reading a profile', () => {
  test('takes one that keeps its promise', () => {
    expect(parseProfile(good, 'x').doors.cloudfront).toEqual(door);
    expect(parseProfile(good, 'x').stopAtFirstBreach).toBe(false);
  });

  test.each<[string, unknown, RegExp]>([
    ['no object', 7, /x: received 7; an object is needed/],
    ['no description', { ...good, description: '' }, /x\.description: received ""/],
    ['an unknown key', { ...good, vus: 5 }, /unknown key vus; allowed are description/],
    ['a missing door', { ...good, doors: { cloudfront: door } }, /x\.doors: api missing/],
    ['an unknown executor', withDoor({ executor: 'constant-vus' }), /executor: received "constant-vus"; allowed are/],
    ['no arrivals', withDoor({ arrivalsPerSecond: 0 }), /arrivalsPerSecond: received 0/],
    ['a text for a number', withDoor({ seconds: '30' }), /seconds: received "30"; a number/],
    ['a rate that k6 cannot take', withDoor({ arrivalsPerSecond: 2.001 }), /not a whole number of arrivals a minute/],
    ['a promise above the arithmetic', withDoor({ minConcurrentUsers: 11 }), /gives 10 users at once; .* promises 11/],
    ['too few users reserved', withDoor({ maxUsers: 9 }), /maxUsers: received 9; the load needs at least 10/],
    ['a ramp without stages', withDoor({ executor: 'ramping-arrival-rate', stages: [] }), /unknown key|missing/],
    ['a flag that is none', { ...good, stopAtFirstBreach: 'yes' }, /stopAtFirstBreach: received "yes"/],
  ])('refuses %s, naming the place and what is allowed', (_what, data, message) => {
    expect(() => parseProfile(data, 'x')).toThrow(message);
  });

  const withRamp = (...stages: readonly object[]) => {
    const ramp = {
      executor: 'ramping-arrival-rate',
      startArrivalsPerSecond: 1,
      stages,
      minConcurrentUsers: 1,
      maxUsers: 9,
    };
    return { ...good, doors: { cloudfront: ramp, api: door } };
  };
  const down = { seconds: 10, arrivalsPerSecond: 0 };

  test('refuses a ramp whose stages are empty', () => {
    expect(() => parseProfile(withRamp(), 'x')).toThrow(/at least one stage/);
  });

  test('refuses a ramp in whose last stage nobody comes, and takes one that falls to nothing', () => {
    expect(() => parseProfile(withRamp(down, { ...down, seconds: 600 }), 'x')).toThrow(
      /^x\.doors\.cloudfront\.stages\[1\]: nobody comes in the last stage/,
    );
    expect(parseProfile(withRamp(down), 'x').doors.cloudfront).toMatchObject({ stages: [down] });
  });
});
