import { type Credentials, readFromSecretsManager } from '../database/credentials';
import { ShopError } from '../errors';
import type { ApplicationSecret, DatabaseSettings } from '../settings';
import { type MigrationConnection, openMigrationConnection } from './migration-connection';

/** What the services do, and nothing else: no table is theirs to change, and of a product only its stock. */
const rights: readonly { readonly privileges: string; readonly table: string }[] = [
  { privileges: 'SELECT, UPDATE (stock)', table: 'products' },
  { privileges: 'SELECT, INSERT, UPDATE', table: 'carts' },
  { privileges: 'SELECT, INSERT, UPDATE, DELETE', table: 'cart_items' },
  { privileges: 'SELECT, INSERT', table: 'orders' },
  { privileges: 'SELECT, INSERT', table: 'order_items' },
];

/** Whether the user can log in with what its secret holds. */
export type CanLogIn = (credentials: Credentials) => Promise<boolean>;

/**
 * Makes the services' user, with the password of its secret and the least rights.
 *
 * A password that works is left alone: setting it again could undo a rotation that happened after this task was given its
 * copy of the secret. If it doesn't work, the secret is read again first.
 *
 * @throws ShopError TAP5006, TAP5005
 */
export async function ensureApplicationUser(
  connection: MigrationConnection,
  settings: DatabaseSettings,
  secret: ApplicationSecret,
  canLogIn: CanLogIn = (credentials) => tryLogin(settings, credentials),
): Promise<'kept' | 'created'> {
  const { username } = secret.credentials;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(username)) {
    throw new ShopError('TAP5006', `the user name "${username}" must be letters, digits and _, at most 32 characters`);
  }
  const user = `'${username}'@'%'`;
  const kept = await canLogIn(secret.credentials);
  if (!kept) {
    const fresh = secret.arn ? await readFromSecretsManager(secret.arn)() : secret.credentials;
    if (fresh.username !== username) {
      throw new ShopError(
        'TAP5006',
        `the secret now names "${fresh.username}", the task was started for "${username}"`,
      );
    }
    await connection.run(`CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY ?`, [fresh.password]);
    await connection.run(`ALTER USER ${user} IDENTIFIED BY ?`, [fresh.password]);
  }
  for (const { privileges, table } of rights) {
    await connection.run(`GRANT ${privileges} ON \`${settings.name}\`.\`${table}\` TO ${user}`);
  }
  return kept ? 'kept' : 'created';
}

async function tryLogin(settings: DatabaseSettings, credentials: Credentials): Promise<boolean> {
  try {
    const connection = await openMigrationConnection(settings, credentials);
    await connection.close();
    return true;
  } catch {
    return false;
  }
}
