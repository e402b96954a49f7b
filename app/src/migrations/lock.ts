import { ShopError } from '../errors';
import type { MigrationConnection } from './migration-connection';

/** How long a task waits for another one that is migrating; ECS gives an init container as long as it needs. */
const lockWaitSeconds = 300;

/**
 * Runs the work while no other process runs it for the same database. The server frees the lock by itself if the connection
 * ends, so a task that is killed blocks nobody.
 *
 * @throws ShopError TAP5004 if the lock wasn't free in time
 */
export async function withMigrationLock<T>(
  connection: MigrationConnection,
  databaseName: string,
  work: () => Promise<T>,
): Promise<T> {
  // Names of locks hold for the whole server and have at most 64 characters, as names of databases have.
  const name = `migrate:${databaseName}`.slice(0, 64);
  const [row] = await connection.run('SELECT GET_LOCK(?, ?) AS locked', [name, lockWaitSeconds]);
  if (row?.locked !== 1) {
    throw new ShopError('TAP5004', `another task has been migrating "${databaseName}" for ${lockWaitSeconds} s`);
  }
  try {
    return await work();
  } finally {
    await connection.run('SELECT RELEASE_LOCK(?)', [name]).catch(() => {});
  }
}
