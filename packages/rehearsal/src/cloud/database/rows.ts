import { type DatabaseServer, identifier, literal } from './database-server';

/** The values of a row, by column, as JSON text. */
export type Row = Readonly<Record<string, string>>;

/** The rows of a database by table (`schema.table`), then by what identifies a row. */
export type Rows = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** Schemas that every server has: https://mariadb.com/kb/en/system-tables/ */
const serverSchemas = ['information_schema', 'mysql', 'performance_schema', 'sys'];

interface Table {
  readonly schema: string;
  readonly name: string;
  /** Columns of the primary key; none if it has no such key. */
  readonly key: readonly string[];
}

/**
 * Every row of every table of a server: a row is known by its primary key, or by all of its values where the table has none.
 *
 * @param server if several databases share it, those with its prefix count
 */
export async function readRows(server: Pick<DatabaseServer, 'sql' | 'prefix'>): Promise<Rows> {
  const tables = await tablesOf(server);
  const read = await server.sql(
    tables.map(({ schema, name }) => `SELECT * FROM ${identifier(schema)}.${identifier(name)}`),
  );
  return new Map(
    tables.map((table, index) => {
      const rows = (read[index] ?? []).map((row) => valuesOf(row as Readonly<Record<string, unknown>>));
      const keyed = rows.map((row) => [keyOf(table, row), row] as const);
      return [`${table.schema.slice(server.prefix.length)}.${table.name}`, new Map(keyed)];
    }),
  );
}

async function tablesOf({ sql, prefix }: Pick<DatabaseServer, 'sql' | 'prefix'>): Promise<readonly Table[]> {
  const [tables = [], keys = []] = await sql([
    `SELECT table_schema AS s, table_name AS t FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN (${serverSchemas.map(literal).join(', ')}) ORDER BY s, t`,
    `SELECT table_schema AS s, table_name AS t, column_name AS c FROM information_schema.key_column_usage WHERE constraint_name = 'PRIMARY' ORDER BY ordinal_position`,
  ]);
  const keyColumns = keys as readonly { readonly s: string; readonly t: string; readonly c: string }[];
  return (tables as readonly { readonly s: string; readonly t: string }[])
    .filter(({ s }) => s.startsWith(prefix))
    .map(({ s, t }) => ({
      schema: s,
      name: t,
      key: keyColumns.filter((key) => key.s === s && key.t === t).map(({ c }) => c),
    }));
}

function valuesOf(row: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, JSON.stringify(value) ?? 'null']));
}

function keyOf({ key }: Table, row: Row): string {
  return JSON.stringify(key.length === 0 ? row : key.map((column) => row[column]));
}
