import { containerVariables } from '../../lib/config/container-variables';
import { ShopError } from '../src/errors';
import { loadMigrationSettings, loadServiceSettings } from '../src/settings';

const complete = {
  SERVICE_ENVIRONMENT: 'Dev',
  DATABASE_HOST: 'database.internal',
  DATABASE_NAME: 'ecommerce_db',
  DATABASE_SECRET: '{"username":"shop","password":"hidden-one","engine":"mysql"}',
};

function failure(action: () => unknown): ShopError {
  try {
    action();
  } catch (error) {
    if (error instanceof ShopError) {
      return error;
    }
  }
  throw new Error('a ShopError was expected');
}

describe('loadServiceSettings', () => {
  test('what is not set has its default, and TLS is on', () => {
    expect(loadServiceSettings(complete)).toEqual({
      host: '0.0.0.0',
      port: 8080,
      environment: 'Dev',
      logLevel: 'info',
      database: { host: 'database.internal', port: 3306, name: 'ecommerce_db', tls: 'required' },
      secret: { credentials: { username: 'shop', password: 'hidden-one' } },
    });
  });

  test('the revision is taken over, and absent where there is none', () => {
    expect(loadServiceSettings({ ...complete, SERVICE_REVISION: '0123456789ab' }).revision).toBe('0123456789ab');
    expect(loadServiceSettings(complete).revision).toBeUndefined();
  });

  test('the ARN of the secret is taken over', () => {
    const arn = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:x';
    expect(loadServiceSettings({ ...complete, DATABASE_SECRET_ARN: arn }).secret.arn).toBe(arn);
  });

  test.each([
    ['SERVICE_ENVIRONMENT', ''],
    ['DATABASE_HOST', undefined],
    ['DATABASE_NAME', undefined],
    ['DATABASE_NAME', 'shop; DROP'],
    ['DATABASE_PORT', '0'],
    ['DATABASE_PORT', '70000'],
    ['PORT', '80a'],
    ['DATABASE_TLS', 'maybe'],
    ['LOG_LEVEL', 'loud'],
    ['SERVICE_REVISION', 'sha256:0123456789'],
  ])('%s=%s is refused by name', (name, value) => {
    const error = failure(() => loadServiceSettings({ ...complete, [name]: value }));
    expect(error.code).toBe('TAP5002');
    expect(error.message).toContain(name);
  });

  test.each([
    'hidden',
    '"hidden"',
    'null',
    '{}',
    '{"username":"hidden"}',
    '{"username":"","password":"hidden"}',
    '{"username":"u","password":7}',
  ])('the secret %j is refused without being repeated', (secret) => {
    const error = failure(() => loadServiceSettings({ ...complete, DATABASE_SECRET: secret }));
    expect(error.code).toBe('TAP5003');
    expect(error.message).not.toContain('hidden');
  });
});

describe('loadMigrationSettings', () => {
  const migration = { ...complete, MIGRATION_SECRET: '{"username":"admin","password":"hidden-two"}' };

  test('both users are read', () => {
    const settings = loadMigrationSettings(migration);
    expect([settings.migrator.username, settings.secret.credentials.username]).toEqual(['admin', 'shop']);
  });

  test('one user for both is refused', () => {
    const error = failure(() => loadMigrationSettings({ ...migration, MIGRATION_SECRET: complete.DATABASE_SECRET }));
    expect(error.code).toBe('TAP5003');
    expect(error.message).not.toContain('hidden');
  });
});

describe('the configuration of the pipeline', () => {
  const starts = (LOG_LEVEL: string) => {
    try {
      return loadServiceSettings({ ...complete, LOG_LEVEL }).logLevel !== undefined;
    } catch {
      return false;
    }
  };

  test.each(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent', '', 'loud', 'INFO', 'verbose'])(
    'takes the log level "%s" exactly if a service starts with it',
    (level) => {
      expect(containerVariables.safeParse({ LOG_LEVEL: level }).success).toBe(starts(level));
    },
  );
});
