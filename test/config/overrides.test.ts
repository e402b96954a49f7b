import { overridesInForce, parseConfiguration } from '../../lib/config';
import { shippedData } from '../fixtures/shipped';
import { refusal } from './edited';

const environmentsWith = (variables: Record<string, string>) => parseConfiguration(shippedData, variables).environments;
const dev = (variables: Record<string, string>) => environmentsWith(variables)[0];

describe('an override by environment variable', () => {
  test('changes a number, a text and a truth of the database', () => {
    const environment = dev({
      TAP_DEV_DATABASE_MAX_CAPACITY_ACU: '4',
      TAP_DEV_DATABASE_ENGINE_VERSION: '3.08.0',
      TAP_DEV_DATABASE_DELETION_PROTECTION: 'true',
    });
    expect(environment?.database).toMatchObject({
      maxCapacityAcu: 4,
      engineVersion: '3.08.0',
      deletionProtection: true,
    });
  });

  test('changes the containers of its own environment alone', () => {
    const before = environmentsWith({});
    const after = environmentsWith({ TAP_STAGING_CONTAINERS_MEMORY_MIB: '2048' });
    expect(after.map(({ containers }) => containers.memoryMiB)).toEqual(
      before.map(({ name, containers }) => (name === 'Staging' ? 2048 : containers.memoryMiB)),
    );
  });

  test('can switch a truth off', () => {
    const [, staging] = environmentsWith({ TAP_STAGING_DATABASE_DELETION_PROTECTION: 'false' });
    expect(staging?.database.deletionProtection).toBe(false);
  });

  test('that matches no setting is an error, with the nearest one that exists', () => {
    const error = refusal(() => dev({ TAP_DEV_CONTAINERS_MAX_TASK: '3' }));
    expect(error.code).toBe('TAP1003');
    expect(error.message).toContain('did you mean TAP_DEV_CONTAINERS_MAX_TASKS');
  });

  test.each(['TAP_DEV_NETWORK_CIDR', 'TAP_DEV_REGION', 'TAP_QA_CONTAINERS_CPU', 'TAP_DEV_CONTAINERS_ENVIRONMENT'])(
    'of anything but database and containers is refused: %s',
    (name) => {
      expect(refusal(() => dev({ [name]: 'x' })).code).toBe('TAP1003');
    },
  );

  test.each([
    ['TAP_DEV_CONTAINERS_CPU', 'big'],
    ['TAP_DEV_CONTAINERS_CPU', ' '],
    ['TAP_DEV_DATABASE_DELETION_PROTECTION', 'yes'],
  ])('of another type is refused: %s=%s', (name, value) => {
    const error = refusal(() => dev({ [name]: value }));
    expect(error.code).toBe('TAP1004');
    expect(error.message).toContain(`${name}: received "${value}"`);
  });

  test('is checked like a written value', () => {
    expect(refusal(() => dev({ TAP_DEV_DATABASE_READERS: '99' })).code).toBe('TAP1001');
  });

  test('is listed with its value, and nothing else of the environment is', () => {
    const variables = { TAP_PROD_CONTAINERS_CPU: '2048', TAP_DEV_CONTAINERS_CPU: '1024', PATH: '/bin', TAPE: 'x' };
    expect(overridesInForce(variables)).toEqual({ TAP_DEV_CONTAINERS_CPU: '1024', TAP_PROD_CONTAINERS_CPU: '2048' });
  });
});
