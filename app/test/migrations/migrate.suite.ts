import { createConnection } from 'mysql2/promise';
import type { Credentials } from '../../src/database/credentials';
import { createLog } from '../../src/log';
import { migrate } from '../../src/migrations/migrate';
import { migrations } from '../../src/migrations/migrations';
import { seedProducts } from '../../src/migrations/products-seed';
import type { DatabaseServer } from '../helpers/database-server';
import { Output } from '../helpers/output';
import { createSchema, quietLog, type ShopSchema } from '../helpers/shop-schema';

export function migrateSuite(server: () => DatabaseServer): void {
  describe('migrate', () => {
    let schema: ShopSchema;
    beforeEach(async () => {
      schema = await createSchema(server());
    });
    afterEach(() => schema.drop());

    const connect = ({ username, password }: Credentials) =>
      createConnection({
        host: server().host,
        port: server().port,
        user: username,
        password,
        database: schema.name,
      });

    test('of four that start at once one applies each migration, and all end well', async () => {
      const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(schema.migration, quietLog())));
      expect(applied).toHaveLength(4);
      expect(applied.flat().sort()).toEqual(migrations.map(({ name }) => name).sort());
      const [row] = await schema.query('SELECT COUNT(*) AS count FROM products');
      expect(Number(row?.count)).toBe(seedProducts().length);
      expect(await schema.query('SELECT id FROM schema_migrations ORDER BY id')).toEqual(
        migrations.map(({ id }) => ({ id })),
      );
    });

    test('a migration that broke off halfway is finished by the next start, and what was sold in between stays', async () => {
      await migrate(schema.migration, quietLog());
      await schema.query('DELETE FROM schema_migrations');
      await schema.query('DELETE FROM products WHERE id > 100');
      await schema.query('UPDATE products SET stock = 7 WHERE id = 1');
      expect(await migrate(schema.migration, quietLog())).toHaveLength(migrations.length);
      const [row] = await schema.query('SELECT COUNT(*) AS count, MIN(stock) AS stock FROM products');
      expect([Number(row?.count), row?.stock]).toEqual([seedProducts().length, 7]);
    });

    test('the ids of migrations ascend, and no statement appears in the schema of another', () => {
      const ids = migrations.map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(0);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    });

    test('the user of the services may do what they do and nothing else', async () => {
      await migrate(schema.migration, quietLog());
      const connection = await connect(schema.service.secret.credentials);
      const allowed = [
        'UPDATE products SET stock = stock - 1 WHERE id = 1',
        "INSERT INTO carts (id, created_at) VALUES ('c', NOW(3))",
        'SELECT * FROM carts FOR UPDATE',
        'DELETE FROM cart_items',
        'SELECT * FROM orders',
      ];
      const refused = [
        'UPDATE products SET price_cents = 1',
        "INSERT INTO products (sku, name, description, price_cents, currency, stock) VALUES ('', '', '', 1, '', 1)",
        'DELETE FROM products',
        'DELETE FROM orders',
        'UPDATE orders SET total_cents = 0',
        'UPDATE order_items SET quantity = 1',
        'DROP TABLE carts',
        'ALTER TABLE carts ADD COLUMN x INT',
        'CREATE TABLE x (id INT)',
        'SELECT * FROM schema_migrations',
        'SELECT * FROM mysql.user',
        "CREATE USER 'intruder'@'%'",
      ];
      const outcomes: string[] = [];
      for (const statement of [...allowed, ...refused]) {
        outcomes.push(
          await connection.query(statement).then(
            () => 'allowed',
            ({ code }) => (String(code).includes('DENIED') ? 'refused' : String(code)),
          ),
        );
      }
      connection.destroy();
      expect(outcomes).toEqual([...allowed.map(() => 'allowed'), ...refused.map(() => 'refused')]);
    });

    test('a password of the secret that does not work is set; one that works is left alone', async () => {
      const output = new Output();
      const log = createLog({ service: 'migrate', environment: 'Test' }, 'info', output);
      const { username } = schema.service.secret.credentials;
      const passwords = ['first password', 'second "pass\'word"'];
      for (const password of passwords) {
        const settings = { ...schema.migration, secret: { credentials: { username, password } } };
        await migrate(settings, log);
        await migrate(settings, log);
        (await connect({ username, password })).destroy();
      }
      const ready = output.lines().filter(({ msg }) => msg === 'the database is ready');
      expect(ready.map(({ user }) => user)).toEqual(['created', 'kept', 'created', 'kept']);
      for (const secret of [...passwords, schema.migration.migrator.password]) {
        expect(output.text.join('')).not.toContain(JSON.stringify(secret).slice(1, -1));
      }
    });

    test('a statement that fails is named by its first words and code, without its values', async () => {
      await schema.query('CREATE TABLE products (id INT)');
      await expect(migrate(schema.migration, quietLog())).rejects.toMatchObject({
        code: 'TAP5005',
        message: '"INSERT IGNORE INTO ..." failed: ER_BAD_FIELD_ERROR',
      });
    });

    test('a migrator that the database does not know, or a server that is not there, has a code', async () => {
      const migrator = { username: 'nobody', password: 'not a password' };
      const refused = migrate({ ...schema.migration, migrator }, quietLog());
      await expect(refused).rejects.toMatchObject({ code: 'TAP5005' });
      await expect(refused).rejects.not.toThrow(/not a password/);
      const database = { ...schema.migration.database, port: 1 };
      await expect(migrate({ ...schema.migration, database }, quietLog())).rejects.toThrow('ECONNREFUSED');
    });
  });
}
