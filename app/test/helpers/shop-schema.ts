import { randomBytes } from 'node:crypto';
import { createLog, type Log } from '../../src/log';
import { migrate } from '../../src/migrations/migrate';
import type { MigrationSettings, ServiceSettings } from '../../src/settings';
import type { DatabaseServer } from './database-server';
import { Output } from './output';

/** A database of its own on the server, with a migrator as Aurora's master user is one, and a name for the services' user. */
export interface ShopSchema {
  readonly server: DatabaseServer;
  readonly name: string;
  readonly migration: MigrationSettings;
  readonly service: ServiceSettings;
  /** Runs a statement in this schema as the administrator. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** Makes an empty schema and its migrator. */
export async function createSchema(server: DatabaseServer): Promise<ShopSchema> {
  const id = randomBytes(4).toString('hex');
  const name = `shop_${id}`;
  const migrator = { username: `migrator_${id}`, password: randomBytes(12).toString('base64url') };
  const credentials = { username: `app_${id}`, password: `it's "quoted" \\ ${id}` };
  await server.admin(`CREATE DATABASE ${name}`);
  await server.admin(`CREATE USER '${migrator.username}'@'%' IDENTIFIED BY ?`, [migrator.password]);
  await server.admin(`GRANT CREATE USER ON *.* TO '${migrator.username}'@'%'`);
  await server.admin(`GRANT ALL ON ${name}.* TO '${migrator.username}'@'%' WITH GRANT OPTION`);
  const database = { host: server.host, port: server.port, name, tls: 'off' } as const;
  const common = { environment: 'Test', logLevel: 'info', revision: '0123456789ab', database, secret: { credentials } };
  const admin = await server.connect(name);
  return {
    server,
    name,
    migration: { ...common, migrator },
    service: { ...common, host: '127.0.0.1', port: 0 },
    query: async (sql, values = []) => {
      const [rows] = await admin.query({ sql, values: [...values] });
      return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [];
    },
    drop: async () => {
      admin.destroy();
      await server.admin(`DROP DATABASE ${name}`);
      await server.admin(`DROP USER IF EXISTS '${migrator.username}'@'%', '${credentials.username}'@'%'`);
    },
  };
}

/** Makes a schema with tables, products and the services' user. */
export async function createMigratedSchema(server: DatabaseServer): Promise<ShopSchema> {
  const schema = await createSchema(server);
  await migrate(schema.migration, quietLog());
  return schema;
}

export function quietLog(): Log {
  return createLog({ service: 'test', environment: 'Test' }, 'silent', new Output());
}
