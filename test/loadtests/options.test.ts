import { ofDoor, ofStep } from '../../loadtests/lib/expectations';
import { toOptions } from '../../loadtests/lib/options';
import { doorNames, type Profile } from '../../loadtests/lib/profile';

const load = {
  executor: 'constant-arrival-rate',
  arrivalsPerSecond: 2,
  seconds: 30,
  minConcurrentUsers: 10,
  maxUsers: 40,
} as const;
const profile: Profile = {
  description: 'A load.',
  thinkSeconds: 5,
  stopAtFirstBreach: false,
  doors: { cloudfront: load, api: load },
};
const steps = ['look', 'order'];
const ofEachDoor = { p95Ms: 321, maxErrorRate: 0.02 };

describe("k6's options of a run", () => {
  test('hold one scenario for each door that has thresholds, and none for another', () => {
    expect(Object.keys(toOptions(profile, { cloudfront: ofEachDoor, api: ofEachDoor }, steps).scenarios ?? {})).toEqual(
      [...doorNames],
    );
    expect(Object.keys(toOptions(profile, { api: ofEachDoor }, steps).scenarios ?? {})).toEqual(['api']);
  });

  test('refuse a run without any door', () => {
    expect(() => toOptions(profile, {}, steps)).toThrow(/no door has thresholds/);
  });

  test('leave the limits to the gate, and name what its summary must show by door and step', () => {
    const { thresholds = {} } = toOptions(profile, { api: ofEachDoor }, steps);
    for (const metric of ['answers_failed', 'http_req_failed', 'checks']) {
      expect(thresholds[ofDoor(metric, 'api')]).toEqual(['rate>=0']);
    }
    expect(thresholds[ofDoor('shopper_wait', 'api')]).toEqual(['p(95)>=0']);
    for (const step of steps) expect(thresholds[ofStep('http_reqs', 'api', step)]).toEqual(['count>=0']);
  });

  test('set a counter with a floor beside every rate and trend, because k6 passes those without samples', () => {
    const { thresholds = {} } = toOptions(profile, { cloudfront: ofEachDoor, api: ofEachDoor }, steps);
    const floors = Object.entries(thresholds).filter(([, [first]]) => /^count>=\d+$/.test(String(first)));
    for (const door of doorNames) {
      const counted = floors.map(([metric]) => metric).filter((metric) => metric.endsWith(`{scenario:${door}}`));
      expect(counted).toEqual(
        ['iterations', 'journeys_started', 'journeys_completed', 'http_reqs'].map((metric) => ofDoor(metric, door)),
      );
    }
    const ofDoors = floors.filter(([metric]) => !metric.includes('name:'));
    expect(ofDoors.every(([, [first]]) => !/count>=0$/.test(String(first)))).toBe(true);
  });

  test('reserve all users before the start, so that none has to be made under load', () => {
    const [scenario] = Object.values(toOptions(profile, { api: ofEachDoor }, steps).scenarios ?? {});
    expect(scenario).toMatchObject({
      preAllocatedVUs: load.maxUsers,
      maxVUs: load.maxUsers,
      rate: 120,
      timeUnit: '1m',
    });
  });

  test('end a run at the first breach only where the profile says so', () => {
    const stopping = toOptions({ ...profile, stopAtFirstBreach: true }, { api: ofEachDoor }, steps).thresholds ?? {};
    expect(stopping[ofDoor('shopper_wait', 'api')]).toEqual([
      expect.objectContaining({ threshold: `p(95)<=${ofEachDoor.p95Ms}`, abortOnFail: true }),
    ]);
    expect(JSON.stringify(toOptions(profile, { api: ofEachDoor }, steps))).not.toContain('abortOnFail');
  });

  test('turn the stages of a ramp into whole numbers by the minute', () => {
    const ramp = {
      executor: 'ramping-arrival-rate',
      startArrivalsPerSecond: 0.5,
      stages: [{ seconds: 60, arrivalsPerSecond: 3 }],
      minConcurrentUsers: 5,
      maxUsers: 40,
    } as const;
    const options = toOptions({ ...profile, doors: { cloudfront: load, api: ramp } }, { api: ofEachDoor }, steps);
    expect(options.scenarios?.api).toMatchObject({ startRate: 30, stages: [{ duration: '60s', target: 180 }] });
  });
});
