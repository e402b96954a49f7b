import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, type ConnectionOptions, createConnection } from 'mysql2/promise';
import { ShopError } from '../../src/errors';
import { findMariaDb, type MariaDb, startMariaDb } from './mariadb';

/** A MySQL-compatible server with an administrator's connection to it. */
export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
  /** Runs a statement as the administrator. */
  admin(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** One more connection of the administrator, for what needs one of its own (locks). The caller closes it. */
  connect(database: string): Promise<Connection>;
  stop(): Promise<void>;
}

type Administrator = ConnectionOptions & { readonly host: string; readonly port: number };

/** Longest time for the server to come up, in milliseconds; usually it takes one second. */
const startLimitMs = 40_000;
const retryMs = 20;

/** @throws ShopError TAP5901 if there is no server to test against */
export function requireDatabaseServer(): void {
  if (!process.env.DATABASE_URL) {
    findMariaDb();
  }
}

/**
 * The server that `DATABASE_URL` names, or else a new one from the `mariadbd` on the PATH.
 *
 * @throws ShopError TAP5901 if there is neither, TAP5902 if the server can't be reached
 */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const { DATABASE_URL: url } = process.env;
  if (url) {
    return serve(administrator(new URL(url)));
  }
  const mariaDb = await startMariaDb();
  try {
    return await serve({ host: '127.0.0.1', port: mariaDb.port, user: 'root' }, mariaDb);
  } catch (error) {
    await mariaDb.stop();
    throw error;
  }
}

function administrator(url: URL): Administrator {
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

async function serve(options: Administrator, mariaDb?: MariaDb): Promise<DatabaseServer> {
  const admin = await firstConnection(options, mariaDb);
  return {
    host: options.host,
    port: options.port,
    admin: async (sql, values = []) => {
      const [rows] = await admin.query({ sql, values: [...values] });
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
    },
    connect: (database) => createConnection({ ...options, database, timezone: 'Z' }),
    stop: async () => {
      admin.destroy();
      await mariaDb?.stop();
    },
  };
}

async function firstConnection(options: Administrator, mariaDb?: MariaDb): Promise<Connection> {
  const deadline = Date.now() + (mariaDb ? startLimitMs : 0);
  for (;;) {
    try {
      return await createConnection({ ...options, timezone: 'Z' });
    } catch (error) {
      if (Date.now() >= deadline) {
        const words = mariaDb?.lastWords() ?? '';
        throw new ShopError(
          'TAP5902',
          `the database server at ${options.host}:${options.port} can't be reached: ${(error as Error).message}\n${words}`,
        );
      }
      await pause(retryMs);
    }
  }
}
