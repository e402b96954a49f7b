import type { MysqlPoolConnection, MysqlQueryResult, MysqlStream, MysqlStreamOptions } from 'kysely';
import type { PoolConnection } from 'mysql2';
import type { DatabaseContact } from './contact';
import { spoilsConnection } from './failures';

/** Longest silence of the database within one statement, in milliseconds. */
const queryTimeoutMs = 5_000;

type Answered = (error: unknown, result: MysqlQueryResult) => void;

/**
 * A pooled connection that bounds every statement in time, and that is closed instead of reused after an error that spoils it
 * (the driver itself leaves a timed-out statement running on a connection it hands to the next request).
 *
 * Statements go as text, not as prepared ones: preparing pins the connection in RDS Proxy
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-pinning.html).
 */
export class GuardedConnection implements MysqlPoolConnection {
  #spoilt = false;

  constructor(
    private readonly connection: PoolConnection,
    private readonly contact: DatabaseContact,
    private readonly onReturn: () => void,
  ) {}

  query(sql: string, parameters: unknown[]): { stream: <T>(options: MysqlStreamOptions) => MysqlStream<T> };
  query(sql: string, parameters: unknown[], callback: Answered): void;
  query(sql: string, values: unknown[], callback?: Answered): unknown {
    if (!callback) {
      throw new TypeError(
        'streaming is not supported: an unread stream would hold its connection without a time limit',
      );
    }
    this.connection.query({ sql, values, timeout: queryTimeoutMs }, (error, result) => {
      if (error) {
        this.#spoilt ||= spoilsConnection(error);
      } else {
        this.contact.made();
      }
      callback(error, result as MysqlQueryResult);
    });
    return undefined;
  }

  release(): void {
    if (this.#spoilt) {
      this.connection.destroy();
    } else {
      this.connection.release();
    }
    this.onReturn();
  }
}
