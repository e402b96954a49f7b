import type { Log } from '../log';
import type { MigrationSettings } from '../settings';
import { ensureApplicationUser } from './application-user';
import { withMigrationLock } from './lock';
import type { Migration } from './migration';
import { type MigrationConnection, openMigrationConnection } from './migration-connection';
import { migrations } from './migrations';

const journal = `CREATE TABLE IF NOT EXISTS schema_migrations (
  id INT UNSIGNED NOT NULL PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  applied_at DATETIME(3) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`;

/**
 * Brings the database to the newest schema and makes the services' user. Does nothing that is done already, and may be
 * started by any number of tasks at once: one works, the others wait for it.
 *
 * @returns the names of the migrations that this call applied
 * @throws ShopError TAP5004, TAP5005, TAP5006
 */
export async function migrate(settings: MigrationSettings, log: Log): Promise<readonly string[]> {
  const connection = await openMigrationConnection(settings.database, settings.migrator);
  try {
    return await withMigrationLock(connection, settings.database.name, async () => {
      const applied = await applyMissing(connection, log);
      const user = await ensureApplicationUser(connection, settings.database, settings.secret);
      log.info({ applied, user }, 'the database is ready');
      return applied;
    });
  } finally {
    await connection.close();
  }
}

async function applyMissing(connection: MigrationConnection, log: Log): Promise<readonly string[]> {
  await connection.run(journal);
  const done = new Set((await connection.run('SELECT id FROM schema_migrations')).map(({ id }) => id));
  const applied: string[] = [];
  for (const migration of migrations) {
    if (!done.has(migration.id)) {
      await apply(connection, migration);
      applied.push(migration.name);
      log.info({ migration: migration.name }, 'migration applied');
    }
  }
  return applied;
}

async function apply(connection: MigrationConnection, migration: Migration): Promise<void> {
  for (const { sql, values } of migration.statements) {
    await connection.run(sql, values);
  }
  await connection.run('INSERT INTO schema_migrations (id, name, applied_at) VALUES (?, ?, ?)', [
    migration.id,
    migration.name,
    new Date(),
  ]);
}
