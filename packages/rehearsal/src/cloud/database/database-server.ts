import { createConnection } from 'mysql2/promise';

/** How to reach a MySQL-compatible server as its administrator. */
export interface Administrator {
  readonly user: string;
  readonly password: string;
  readonly host?: string;
  readonly port?: number;
  /** Used instead of host and port. */
  readonly socketPath?: string;
}

/** A server that stands for one Aurora cluster. */
export interface DatabaseServer {
  /** What it is, for a difference: `MariaDB (mariadbd)`. */
  readonly kind: string;
  readonly host: string;
  readonly port: number;
  /** Distinguishes the names of schemas and users where several clusters share the server; else empty. */
  readonly prefix: string;
  /** Runs statements as the server's administrator; the rows of each. */
  sql(statements: readonly string[]): Promise<unknown[][]>;
  /** Fulfilled when the server has ended by itself; never for one that isn't ours. */
  readonly ended: Promise<string>;
  /** Ends it and removes what was put into it. */
  stop(): Promise<void>;
}

const connectTimeoutMs = 3_000;

/** Runs statements on a connection of their own. */
export async function runSql(as: Administrator, statements: readonly string[]): Promise<unknown[][]> {
  const connection = await createConnection({ ...as, connectTimeout: connectTimeoutMs });
  try {
    const results: unknown[][] = [];
    for (const statement of statements) {
      const [rows] = await connection.query(statement);
      results.push(Array.isArray(rows) ? rows : []);
    }
    return results;
  } finally {
    connection.destroy();
  }
}

/** Waits until the server takes connections; false if the time is over or `given up` says so. */
export async function isUp(as: Administrator, limitMs: number, givenUp: () => boolean): Promise<boolean> {
  const until = Date.now() + limitMs;
  while (Date.now() < until && !givenUp()) {
    try {
      await runSql(as, ['SELECT 1']);
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return false;
}

/** A name as an identifier in SQL. */
export function identifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A text as a literal in SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
