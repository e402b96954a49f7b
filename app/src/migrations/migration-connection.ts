import { type Connection, createConnection } from 'mysql2/promise';
import { connectionOptions } from '../database/connection-options';
import type { Credentials } from '../database/credentials';
import { databaseFailure } from '../database/failures';
import { ShopError } from '../errors';
import type { DatabaseSettings } from '../settings';

/** Longest time for one statement of a migration, in milliseconds: changing a large table may take minutes. */
const statementTimeoutMs = 600_000;

/** One connection, for one user; its errors never repeat a statement or its values. */
export interface MigrationConnection {
  /** @throws ShopError TAP5005 with the database's error code */
  run(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** @throws ShopError TAP5005 if the database can't be reached or refuses the user */
export async function openMigrationConnection(
  settings: DatabaseSettings,
  credentials: Credentials,
): Promise<MigrationConnection> {
  let connection: Connection;
  try {
    connection = await createConnection(connectionOptions(settings, credentials));
  } catch (error) {
    throw failed(
      `connecting as "${credentials.username}" to ${settings.host}:${settings.port}/${settings.name}`,
      error,
    );
  }
  // A lost connection shows up in the statement that runs; without a listener it would end the process.
  connection.on('error', () => {});
  return {
    run: async (sql, values = []) => {
      try {
        const [rows] = await connection.query({ sql, values: [...values], timeout: statementTimeoutMs });
        return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
      } catch (error) {
        throw failed(`"${sql.trimStart().split(/\s+/, 3).join(' ')} ..."`, error);
      }
    },
    close: async () => connection.destroy(),
  };
}

function failed(what: string, error: unknown): ShopError {
  const code = databaseFailure(error)?.code ?? 'unknown error';
  return new ShopError('TAP5005', `${what} failed: ${code}`);
}
