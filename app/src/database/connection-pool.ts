import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { createPool, type Pool, type PoolConnection } from 'mysql2';
import { ApiError } from '../errors';
import type { Log } from '../log';
import type { DatabaseSettings } from '../settings';
import { connectionOptions } from './connection-options';
import type { DatabaseContact } from './contact';
import type { Credentials, ReadCredentials } from './credentials';
import { databaseFailure, isCredentialsRefused } from './failures';
import { GuardedConnection } from './guarded-connection';

export interface ConnectionPoolOptions {
  readonly settings: DatabaseSettings;
  readonly credentials: Credentials;
  /** Where to read the credentials again; without it a refusal is final. */
  readonly readCredentials?: ReadCredentials;
  readonly contact: DatabaseContact;
  readonly log: Log;
  /** Most connections of this process. Default: 10, so that 2 services with 10 tasks each stay below 200. */
  readonly connectionLimit?: number;
  /** Longest wait for a connection, in milliseconds. Default: 4 s, a little more than connecting may take, so that its own failure is told. */
  readonly acquireTimeoutMs?: number;
  /** Least time between two readings of the credentials, in milliseconds. Default: 5 s. */
  readonly rereadPauseMs?: number;
}

/** Requests that may wait for a connection; more are refused at once (TAP5202) instead of piling up. */
const queueLimit = 200;

type Acquired = (error: unknown, connection?: MysqlPoolConnection) => void;

/** One pool for one pair of user and password. */
interface Generation {
  readonly pool: Pool;
  /** Connections given out or waited for. */
  inUse: number;
  retired: boolean;
}

/**
 * The connections of a service. When the database refuses the credentials they are read again, and new connections use the
 * new ones; connections that are open already go on until they are returned, as a rotated password does not close them.
 */
export class ConnectionPool implements MysqlPool {
  #generation: Generation;
  #credentials: Credentials;
  #rereading: Promise<boolean> | undefined;
  #rereadAt = Number.NEGATIVE_INFINITY;
  readonly #guarded = new WeakMap<PoolConnection, GuardedConnection>();

  constructor(private readonly options: ConnectionPoolOptions) {
    this.#credentials = options.credentials;
    this.#generation = this.#open(options.credentials);
  }

  getConnection(callback: (error: unknown, connection: MysqlPoolConnection) => void): void {
    // Kysely's type demands a connection beside an error as well; the driver passes none.
    const done = callback as Acquired;
    const generation = this.#generation;
    this.#acquire(generation, (error, connection) => {
      if (!isCredentialsRefused(error)) {
        done(error, connection);
        return;
      }
      this.#renew(generation).then(
        (renewed) => (renewed ? this.#acquire(this.#generation, done) : done(error)),
        (failure) => done(failure),
      );
    });
  }

  end(callback: (error: unknown) => void): void {
    this.#generation.retired = true;
    this.#generation.pool.end(callback);
  }

  #open(credentials: Credentials): Generation {
    const limit = this.options.connectionLimit ?? 10;
    const pool = createPool({
      ...connectionOptions(this.options.settings, credentials),
      connectionLimit: limit,
      queueLimit: queueLimit,
      maxIdle: limit,
      idleTimeout: 60_000,
      enableKeepAlive: true,
      keepAliveInitialDelay: 10_000,
    });
    return { pool, inUse: 0, retired: false };
  }

  #acquire(generation: Generation, done: Acquired): void {
    let answered = false;
    generation.inUse++;
    const timer = setTimeout(() => {
      answered = true;
      done(new ApiError('TAP5202', 'The service is busy: no database connection became free in time; try again'));
    }, this.options.acquireTimeoutMs ?? 4_000);
    generation.pool.getConnection((error, connection) => {
      clearTimeout(timer);
      if (error) {
        this.#returned(generation);
      } else if (answered) {
        connection.release();
        this.#returned(generation);
      }
      if (answered) {
        return;
      }
      answered = true;
      done(error ? translate(error) : null, error ? undefined : this.#guard(generation, connection));
    });
  }

  #guard(generation: Generation, connection: PoolConnection): GuardedConnection {
    let guarded = this.#guarded.get(connection);
    if (!guarded) {
      guarded = new GuardedConnection(connection, this.options.contact, () => this.#returned(generation));
      this.#guarded.set(connection, guarded);
    }
    return guarded;
  }

  #returned(generation: Generation): void {
    generation.inUse--;
    if (generation.retired && generation.inUse === 0 && generation !== this.#generation) {
      generation.pool.end(() => {});
    }
  }

  /** True if connections can be asked for again, with other credentials than those that were refused. */
  async #renew(refused: Generation): Promise<boolean> {
    if (refused !== this.#generation) {
      return true;
    }
    this.#rereading ??= this.#reread().finally(() => {
      this.#rereading = undefined;
    });
    return this.#rereading;
  }

  async #reread(): Promise<boolean> {
    const { readCredentials, log, rereadPauseMs = 5_000 } = this.options;
    if (!readCredentials) {
      log.error({ code: 'TAP5003' }, 'the database refuses the credentials; DATABASE_SECRET_ARN is not set');
      return false;
    }
    const now = performance.now();
    if (now - this.#rereadAt < rereadPauseMs) {
      return false;
    }
    this.#rereadAt = now;
    let credentials: Credentials;
    try {
      credentials = await readCredentials();
    } catch (error) {
      const reason = databaseFailure(error)?.code ?? 'unknown';
      log.error({ code: 'TAP5003', reason }, 'the database refuses the credentials; reading the secret again failed');
      return false;
    }
    if (credentials.username === this.#credentials.username && credentials.password === this.#credentials.password) {
      log.error({ code: 'TAP5003' }, 'the database refuses the credentials, and the secret still holds the same');
      return false;
    }
    log.info('the database refused the credentials; new ones were read from the secret');
    const old = this.#generation;
    this.#credentials = credentials;
    this.#generation = this.#open(credentials);
    old.retired = true;
    if (old.inUse === 0) {
      old.pool.end(() => {});
    }
    return true;
  }
}

/** The driver has no codes for the two refusals of its pool. */
function translate(error: Error): Error {
  if (error.message === 'Queue limit reached.') {
    return new ApiError('TAP5202', 'The service is busy: too many requests wait for the database; try again');
  }
  if (error.message === 'Pool is closed.') {
    return new ApiError('TAP5201', 'The service is ending; try again');
  }
  return error;
}
