import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryData, loadConfiguration, services } from '../../lib/config';
import { requireLoadTests } from '../../scripts/build/load-tests';

/** What holds for every team's own file, whatever it says: nothing here knows a value of it. */

const loadtests = join(__dirname, '..', '..', 'loadtests');

describe('the configuration of this repository', () => {
  test('is valid and keeps the order of promotion', () => {
    const { environments } = loadConfiguration({});
    expect(environments.length).toBeGreaterThan(0);
    expect(environments.map(({ name }) => name)).toEqual(deliveryData.environments.map(({ name }) => name));
  });

  test('reads the overrides of the process by itself', () => {
    const [first] = loadConfiguration({}).environments;
    const requests = Number(first?.containers.targetRequestsPerMinute) + 1;
    const variable = `TAP_${first?.name.toUpperCase()}_CONTAINERS_TARGET_REQUESTS_PER_MINUTE`;
    const before = process.env[variable];
    process.env[variable] = String(requests);
    try {
      expect(loadConfiguration().environments[0]?.containers.targetRequestsPerMinute).toBe(requests);
    } finally {
      if (before === undefined) delete process.env[variable];
      else process.env[variable] = before;
    }
  });

  test('names load tests that are there, can be gates, and last as long as its alarms need', () => {
    const tests = loadConfiguration({}).environments.map(({ name, region, gates: { load }, alarms }) => ({
      environment: name,
      load,
      alarms: [
        {
          name: `any alarm of ${name}`,
          region,
          part: 'always' as const,
          feed: 'load' as const,
          periodSeconds: alarms.periodSeconds,
          datapointsToAlarm: alarms.datapointsToAlarm,
          windowSeconds: alarms.periodSeconds * alarms.evaluationPeriods,
          settings: {},
        },
      ],
    }));
    expect(tests.length).toBeGreaterThan(0);
    expect(() => requireLoadTests(tests, loadtests, services)).not.toThrow();
  });

  test('lets no load order anything in production', () => {
    const journeys = deliveryData.environments.map(({ production, gates: { load } }) => {
      const source = readFileSync(join(loadtests, 'journeys', `${load.journey}.ts`), 'utf8');
      return { production, journey: load.journey, orders: source.includes('/api/orders') };
    });
    expect(journeys.length).toBeGreaterThan(0);
    expect(journeys.filter(({ production, orders }) => production && orders)).toEqual([]);
  });
});
