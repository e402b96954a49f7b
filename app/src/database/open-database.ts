import { Kysely, MysqlDialect } from 'kysely';
import { ConnectionPool, type ConnectionPoolOptions } from './connection-pool';
import type { Database } from './schema';

export type ShopDatabase = Kysely<Database>;

/** Makes the query builder over a pool; nothing is connected until the first query. `destroy()` closes it. */
export function openDatabase(options: ConnectionPoolOptions): ShopDatabase {
  return new Kysely<Database>({ dialect: new MysqlDialect({ pool: new ConnectionPool(options) }) });
}
