import { metricsNamespace } from '../src/metrics/route-metrics';
import { startService } from '../src/service';
import { Client } from './helpers/client';
import type { DatabaseServer } from './helpers/database-server';
import { holdProduct, untilOrderWaits } from './helpers/held-product';
import { Output } from './helpers/output';
import { createMigratedSchema, type ShopSchema } from './helpers/shop-schema';

export function serviceSuite(server: () => DatabaseServer): void {
  describe('a service', () => {
    let schema: ShopSchema;
    beforeAll(async () => {
      schema = await createMigratedSchema(server());
    });
    afterAll(() => schema.drop());

    test('stopping finishes the open request, takes no new one, and writes the last metrics', async () => {
      const output = new Output();
      const service = await startService('checkout', schema.service, output);
      const client = new Client(service);
      const { id } = await client.cart({ 20: 1 });
      const release = await holdProduct(schema, 20);
      const order = client.order(id);
      await untilOrderWaits(schema);
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
        expect(JSON.stringify(line._aws)).toContain(metricsNamespace);
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
  });
}
