import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { DatabaseContact } from '../../src/database/contact';
import { readFromSecretsManager } from '../../src/database/credentials';
import { openDatabase, type ShopDatabase } from '../../src/database/open-database';
import { createLog } from '../../src/log';
import type { DatabaseServer } from '../helpers/database-server';
import { Output } from '../helpers/output';
import { createMigratedSchema, type ShopSchema } from '../helpers/shop-schema';

const arn = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:database-AbCdEf';

export function connectionPoolSuite(server: () => DatabaseServer): void {
  describe('the connections to the database', () => {
    let schema: ShopSchema;
    let secrets: Server;
    let secret: unknown;
    let readings: string[];
    let database: ShopDatabase | undefined;
    const output = new Output();
    const before = { ...process.env };

    beforeAll(async () => {
      schema = await createMigratedSchema(server());
      secrets = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk) => {
          body += chunk;
        });
        request.on('end', () => {
          readings.push(`${request.headers['x-amz-target']} ${JSON.parse(body).SecretId}`);
          response.setHeader('content-type', 'application/x-amz-json-1.1');
          response.end(JSON.stringify({ ARN: arn, SecretString: JSON.stringify(secret) }));
        });
      });
      await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve));
      process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`;
      process.env.AWS_ACCESS_KEY_ID = '111111111111';
      process.env.AWS_SECRET_ACCESS_KEY = 'none';
      process.env.AWS_REGION = 'eu-west-1';
    });
    beforeEach(() => {
      readings = [];
    });
    afterEach(async () => {
      await database?.destroy();
      database = undefined;
    });
    afterAll(async () => {
      process.env = before;
      await new Promise((resolve) => secrets.close(resolve));
      await schema.drop();
    });

    const open = (options: Partial<Parameters<typeof openDatabase>[0]> = {}) => {
      database = openDatabase({
        settings: schema.service.database,
        credentials: schema.service.secret.credentials,
        contact: new DatabaseContact(),
        log: createLog({ service: 'test', environment: 'Test' }, 'info', output),
        ...options,
      });
      return database;
    };
    const ask = (of: ShopDatabase) => sql<{ answer: number }>`SELECT 1 AS answer`.execute(of);
    const rotate = async (password: string) => {
      const { username } = schema.service.secret.credentials;
      await server().admin(`ALTER USER '${username}'@'%' IDENTIFIED BY ?`, [password]);
      return { username, password };
    };

    test('credentials that the database refuses are read again once for all requests, and old connections go on', async () => {
      const shop = open({ readCredentials: readFromSecretsManager(arn) });
      const rotated = `rotated-${Date.now()}`;
      await shop.connection().execute(async (connection) => {
        await ask(connection);
        secret = await rotate(rotated);
        const answers = await Promise.all(Array.from({ length: 30 }, () => ask(shop)));
        expect(answers.map(({ rows }) => rows[0]?.answer)).toEqual(Array(30).fill(1));
        expect((await ask(connection)).rows).toEqual([{ answer: 1 }]);
      });
      expect(readings).toEqual([`secretsmanager.GetSecretValue ${arn}`]);
      expect(output.text.join('')).not.toContain(rotated);
      await rotate(schema.service.secret.credentials.password);
    });

    test('a secret that still holds the refused credentials is not asked for in a loop', async () => {
      const wrong = { ...schema.service.secret.credentials, password: 'wrong' };
      secret = wrong;
      const shop = open({ credentials: wrong, readCredentials: readFromSecretsManager(arn) });
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => ask(shop)));
      expect(outcomes.map(({ status }) => status)).toEqual(Array(20).fill('rejected'));
      await expect(ask(shop)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
      expect(readings).toHaveLength(1);
    });

    test('a secret that is not one, and a store that is not there, leave the refusal as it is', async () => {
      const wrong = { ...schema.service.secret.credentials, password: 'wrong' };
      secret = { user: 'x' };
      const shop = open({ credentials: wrong, readCredentials: readFromSecretsManager(arn), rereadPauseMs: 0 });
      await expect(ask(shop)).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
      await shop.destroy();
      await expect(ask(open({ credentials: wrong }))).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' });
      const codes = output.lines().filter(({ code }) => code === 'TAP5003');
      expect(codes.length).toBeGreaterThanOrEqual(2);
    });

    test('who waits too long for a connection is told so, and the connection is not lost', async () => {
      const shop = open({ connectionLimit: 1, acquireTimeoutMs: 50 });
      await shop.connection().execute(async (connection) => {
        await ask(connection);
        await expect(ask(shop)).rejects.toMatchObject({ code: 'TAP5202' });
      });
      expect((await ask(shop)).rows).toEqual([{ answer: 1 }]);
    });

    test('with TLS required a server without it is refused', async () => {
      const shop = open({ settings: { ...schema.service.database, tls: 'required' } });
      await expect(ask(shop)).rejects.toMatchObject({ code: 'HANDSHAKE_NO_SSL_SUPPORT' });
    });

    test('a connection that the server closed is replaced', async () => {
      const shop = open({ connectionLimit: 1 });
      const id = async () => (await sql<{ id: number }>`SELECT CONNECTION_ID() AS id`.execute(shop)).rows[0]?.id;
      const first = await id();
      await server().admin('KILL ?', [first]);
      await id().catch(() => {});
      expect(await id()).not.toBe(first);
    });

    test('only answers of the database count as contact with it', async () => {
      const contact = new DatabaseContact();
      const shop = open({ contact });
      await expect(sql`SELECT * FROM nowhere`.execute(shop)).rejects.toThrow();
      expect(contact.ageMs()).toBeUndefined();
      await ask(shop);
      expect(contact.ageMs()).toBeLessThan(5_000);
    });
  });
}
