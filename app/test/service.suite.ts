import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { METRICS_NAMESPACE } from '../src/metrics/route-metrics';
import { startService } from '../src/service';
import { Client } from './helpers/client';
import type { DatabaseServer } from './helpers/database-server';
import { Output } from './helpers/output';
import { createMigratedSchema, type ShopSchema } from './helpers/shop-schema';

export function serviceSuite(server: () => DatabaseServer): void {
  describe('a service', () => {
    let schema: ShopSchema;
    beforeAll(async () => {
      schema = await createMigratedSchema(server());
    });
    afterAll(() => schema.drop());

    /** Holds a product's row until the returned function is called, so that an order of it stays open. */
    async function holdProduct(id: number): Promise<() => Promise<void>> {
      const connection = await server().connect(schema.name);
      await connection.query('START TRANSACTION');
      await connection.query('SELECT * FROM products WHERE id = ? FOR UPDATE', [id]);
      return async () => {
        await connection.query('ROLLBACK');
        connection.destroy();
      };
    }

    /** Resolves once a statement waits for the row that `holdProduct` holds. */
    async function untilWaiting(): Promise<void> {
      for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
        const [row] = await schema.query(
          "SELECT COUNT(*) AS count FROM information_schema.processlist WHERE db = ? AND info LIKE 'update `products`%'",
          [schema.name],
        );
        if (Number(row?.count) > 0) {
          return;
        }
      }
      throw new Error('no statement waits for the row');
    }

    test('stopping finishes the open request, takes no new one, and writes the last metrics', async () => {
      const output = new Output();
      const service = await startService('checkout', schema.service, output);
      const client = new Client(service);
      const { id } = await client.cart({ 20: 1 });
      const release = await holdProduct(20);
      const order = client.order(id);
      await untilWaiting();
      const stopped = service.stop();
      await expect(fetch(`http://127.0.0.1:${service.address.port}/health`)).rejects.toThrow();
      await release();
      expect((await order).status).toBe(201);
      await stopped;
      const metrics = output.lines().filter((line) => '_aws' in line);
      expect(metrics.map(({ Route }) => Route).sort()).toEqual([
        'POST /api/carts',
        'POST /api/orders',
        'PUT /api/carts/:id/items/:productId',
      ]);
      for (const line of metrics) {
        expect(line).toMatchObject({ Environment: 'Test', Service: 'checkout', Requests: 1, ServerErrors: 0 });
        expect(JSON.stringify(line._aws)).toContain(METRICS_NAMESPACE);
      }
    });

    test('health follows the database, and live does not', async () => {
      const broken = { ...schema.service, database: { ...schema.service.database, port: 1 } };
      const services = await Promise.all([
        startService('catalog', schema.service, new Output()),
        startService('catalog', broken, new Output()),
      ]);
      const answers: unknown[] = [];
      for (const service of services) {
        const client = new Client(service);
        const health = await client.get('/health');
        const live = await client.get('/health/live');
        const products = await client.get('/api/products');
        answers.push([health.status, health.body.status, live.status, products.status]);
        await service.stop();
      }
      expect(answers).toEqual([
        [200, 'ok', 200, 200],
        [503, 'unavailable', 200, 503],
      ]);
    });

    describe('as a process', () => {
      function start(command: string, environment: Record<string, string> = {}) {
        const { credentials } = schema.service.secret;
        return spawn(process.execPath, ['--import', 'tsx', join(__dirname, '../src/main.ts'), command], {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            PATH: process.env.PATH,
            HOST: '127.0.0.1',
            PORT: '0',
            SERVICE_ENVIRONMENT: 'Test',
            DATABASE_HOST: server().host,
            DATABASE_PORT: String(server().port),
            DATABASE_NAME: schema.name,
            DATABASE_TLS: 'off',
            DATABASE_SECRET: JSON.stringify(credentials),
            MIGRATION_SECRET: JSON.stringify(schema.migration.migrator),
            ...environment,
          },
        });
      }

      async function ended(child: ChildProcessByStdio<null, Readable, Readable>) {
        let text = '';
        child.stdout.on('data', (chunk) => {
          text += chunk;
        });
        child.stderr.on('data', (chunk) => {
          text += chunk;
        });
        const [code] = await once(child, 'close');
        return { code, text };
      }

      test('it serves until SIGTERM, finishes the open request, and ends with 0', async () => {
        const child = start('checkout');
        const end = ended(child);
        let port = 0;
        for await (const line of createInterface({ input: child.stdout })) {
          const entry = JSON.parse(line);
          if (entry.msg === 'listening') {
            port = entry.port;
            break;
          }
        }
        const client = new Client({ address: { port, family: 'IPv4', address: '127.0.0.1' } });
        const { id } = await client.cart({ 40: 1 });
        const release = await holdProduct(40);
        const order = client.order(id);
        await untilWaiting();
        child.kill('SIGTERM');
        await expect(
          (async () => {
            for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
              await fetch(`http://127.0.0.1:${port}/health`);
            }
          })(),
        ).rejects.toThrow();
        await release();
        expect((await order).status).toBe(201);
        const { code, text } = await end;
        expect(code).toBe(0);
        expect(text).not.toContain(JSON.stringify(schema.service.secret.credentials.password).slice(1, -1));
      });

      test('migrate ends with 0; wrong use with 2; a wrong setting with 1, its code and no secret', async () => {
        const outcomes = await Promise.all([
          ended(start('migrate')),
          ended(start('warehouse')),
          ended(start('catalog', { DATABASE_SECRET: 'hidden' })),
          ended(start('catalog', { PORT: 'eighty' })),
        ]);
        expect(outcomes.map(({ code }) => code)).toEqual([0, 2, 1, 1]);
        expect(outcomes.map(({ text }) => /TAP\d{4}/.exec(text)?.[0])).toEqual([
          undefined,
          'TAP5001',
          'TAP5003',
          'TAP5002',
        ]);
        expect(outcomes.map(({ text }) => text).join('')).not.toContain('hidden');
      });
    });
  });
}
