import { parseConfiguration } from '../../lib/config';
import { europeData } from '../fixtures/europe';
import { shippedData } from '../fixtures/shipped';
import { edited, environmentAt, refusal } from './edited';

describe('the configuration', () => {
  test('may lie in another region, with an account for each environment', () => {
    const { environments } = parseConfiguration(europeData, {});
    expect(environments).toHaveLength(europeData.environments.length);
    expect(new Set(environments.map(({ account }) => account)).size).toBe(environments.length);
  });

  test('is frozen at every level', () => {
    let looked = 0;
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      looked += 1;
      expect(Object.isFrozen(value)).toBe(true);
      Object.values(value).forEach(visit);
    };
    visit(parseConfiguration(shippedData, {}));
    expect(looked).toBeGreaterThan(50);
  });

  test('refuses an unknown key, with its name and its place', () => {
    const data = edited((draft) => Object.assign(environmentAt(draft, 1).database, { engine: 'mysql' }));
    const error = refusal(() => parseConfiguration(data, {}));
    expect(error.code).toBe('TAP1001');
    expect(error.message).toContain('environments[1].database');
    expect(error.message).toContain('engine');
  });

  test.each(['', 'Shop', 'my-shop', 'elevenchars'])(
    'refuses what no bootstrap stack has as its qualifier: %j',
    (bootstrapQualifier) => {
      const data = edited((draft) => Object.assign(draft.pipeline, { bootstrapQualifier }));
      const error = refusal(() => parseConfiguration(data, {}));
      expect(error.code).toBe('TAP1001');
      expect(error.message).toContain(`pipeline.bootstrapQualifier: received ${JSON.stringify(bootstrapQualifier)}`);
      expect(error.message).toContain('1 to 10 lower-case letters or digits');
    },
  );

  test.each(['a', 'shop2026', 'tencharact'])('takes a qualifier: %s', (bootstrapQualifier) => {
    const data = edited((draft) => Object.assign(draft.pipeline, { bootstrapQualifier }));
    expect(parseConfiguration(data, {}).pipeline.bootstrapQualifier).toBe(bootstrapQualifier);
  });

  test('names place, received value and rule of a wrong type', () => {
    const data = edited((draft) => Object.assign(environmentAt(draft, 0).containers, { maxTasks: 'many' }));
    const error = refusal(() => parseConfiguration(data, {}));
    expect(error.code).toBe('TAP1001');
    expect(error.message).toContain('environments[0].containers.maxTasks: received "many"');
    expect(error.message).toContain('number');
  });

  test.each([
    ['a name with a hyphen', { name: 'Pre-Prod' }],
    ['a name over 16 characters', { name: 'A'.repeat(17) }],
    ['an account that is none', { account: '12345' }],
    ['no CIDR range at all', { network: { availabilityZones: 2, natGateways: 1 } }],
  ])('refuses %s', (_what, change) => {
    const data = edited((draft) => Object.assign(environmentAt(draft, 0), change));
    expect(refusal(() => parseConfiguration(data, {})).code).toBe('TAP1001');
  });

  test('names a key that is not allowed, and what is', () => {
    const data = edited((draft) =>
      Object.assign(environmentAt(draft, 0).containers, { environment: { level: 'info' } }),
    );
    const { message } = refusal(() => parseConfiguration(data, {}));
    expect(message).toContain('environments[0].containers.environment.level: received the name "level"');
    expect(message).toContain('expected an upper-case name');
  });

  test('says in one line what was received, whatever it is', () => {
    const data = edited((draft) => Object.assign(environmentAt(draft, 0), { region: 1n, network: [{ deep: [[1]] }] }));
    const { code, message } = refusal(() => parseConfiguration(data, {}));
    expect(code).toBe('TAP1001');
    expect(message).toContain('environments[0].region: received 1n; ');
    expect(message).toContain('environments[0].network: received [ { deep: [Array] } ]; ');
  });

  test('refuses what is no configuration at all', () => {
    expect(refusal(() => parseConfiguration('Dev', {})).message).toContain('received "Dev"');
  });
});
