import { type Credentials, parseSecret } from './database/credentials';
import { ShopError } from './errors';

/** Where the database is and how it is spoken to. */
export interface DatabaseSettings {
  readonly host: string;
  /** Default: 3306. */
  readonly port: number;
  readonly name: string;
  /** `required` (the default) verifies the server's certificate and host name. */
  readonly tls: 'required' | 'off';
}

/** Whom the services speak to the database as. */
export interface ApplicationSecret {
  /** From `DATABASE_SECRET`, as it was when the task started. */
  readonly credentials: Credentials;
  /** From `DATABASE_SECRET_ARN`: where the credentials are read again once the database refuses them. */
  readonly arn?: string;
}

export interface ServiceSettings {
  /** Default: 0.0.0.0. */
  readonly host: string;
  /** Default: 8080; 0 takes any free port. */
  readonly port: number;
  /** Name of the environment, for logs and metrics. */
  readonly environment: string;
  readonly logLevel: string;
  /** From `SERVICE_REVISION`: which image this is, told in every answer. */
  readonly revision?: string;
  readonly database: DatabaseSettings;
  readonly secret: ApplicationSecret;
}

export interface MigrationSettings {
  readonly environment: string;
  readonly logLevel: string;
  readonly database: DatabaseSettings;
  /** From `MIGRATION_SECRET`: the user that changes tables and creates the application's user. */
  readonly migrator: Credentials;
  readonly secret: ApplicationSecret;
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads what `catalog` and `checkout` need from environment variables.
 *
 * @throws ShopError TAP5002 (a variable) or TAP5003 (a secret); the message never repeats a secret's content.
 */
export function loadServiceSettings(environment: Environment): ServiceSettings {
  return {
    host: environment.HOST || '0.0.0.0',
    port: wholeNumber(environment, 'PORT', 8080, 0),
    environment: text(environment, 'SERVICE_ENVIRONMENT'),
    logLevel: oneOf(environment, 'LOG_LEVEL', logLevels, 'info'),
    ...revision(environment),
    database: databaseSettings(environment),
    secret: applicationSecret(environment),
  };
}

/**
 * Reads what `migrate` needs from environment variables.
 *
 * @throws ShopError as `loadServiceSettings`; TAP5003 too if both secrets name the same user, which would take the
 * migrator's rights for the services.
 */
export function loadMigrationSettings(environment: Environment): MigrationSettings {
  const migrator = parseSecret('MIGRATION_SECRET', text(environment, 'MIGRATION_SECRET'));
  const secret = applicationSecret(environment);
  if (migrator.username === secret.credentials.username) {
    throw new ShopError(
      'TAP5003',
      `DATABASE_SECRET and MIGRATION_SECRET both name the user "${migrator.username}"; the services need a user of their own`,
    );
  }
  return {
    environment: text(environment, 'SERVICE_ENVIRONMENT'),
    logLevel: oneOf(environment, 'LOG_LEVEL', logLevels, 'info'),
    database: databaseSettings(environment),
    migrator,
    secret,
  };
}

function revision(environment: Environment): Pick<ServiceSettings, 'revision'> {
  const value = environment.SERVICE_REVISION;
  if (!value) {
    return {};
  }
  if (!/^[0-9a-f]{12}$/.test(value)) {
    throw new ShopError('TAP5002', `SERVICE_REVISION: "${value}" must be 12 hexadecimal digits in lower case`);
  }
  return { revision: value };
}

function databaseSettings(environment: Environment): DatabaseSettings {
  const name = text(environment, 'DATABASE_NAME');
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)) {
    throw new ShopError('TAP5002', `DATABASE_NAME: "${name}" must be letters, digits and _, at most 64 characters`);
  }
  return {
    host: text(environment, 'DATABASE_HOST'),
    port: wholeNumber(environment, 'DATABASE_PORT', 3306, 1),
    name,
    tls: oneOf(environment, 'DATABASE_TLS', ['required', 'off'], 'required') as 'required' | 'off',
  };
}

function applicationSecret(environment: Environment): ApplicationSecret {
  const credentials = parseSecret('DATABASE_SECRET', text(environment, 'DATABASE_SECRET'));
  return environment.DATABASE_SECRET_ARN ? { credentials, arn: environment.DATABASE_SECRET_ARN } : { credentials };
}

function text(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) {
    throw new ShopError('TAP5002', `${name} is not set; app/README.md lists what a command needs`);
  }
  return value;
}

function wholeNumber(environment: Environment, name: string, otherwise: number, least: number): number {
  const value = environment[name];
  if (!value) {
    return otherwise;
  }
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > 65_535) {
    throw new ShopError('TAP5002', `${name}: "${value}" must be a whole number from ${least} to 65535`);
  }
  return number;
}

function oneOf(environment: Environment, name: string, allowed: readonly string[], otherwise: string): string {
  const value = environment[name] || otherwise;
  if (!allowed.includes(value)) {
    throw new ShopError('TAP5002', `${name}: "${value}" must be one of ${allowed.join(', ')}`);
  }
  return value;
}
