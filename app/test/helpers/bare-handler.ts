// What the shop is measured against: a process of its own, with Fastify and nothing but the query of `GET /api/products`.
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { createPool } from 'mysql2/promise';
import { defaultPageSize } from '../../src/catalog/product-schemas';
import { loadServiceSettings } from '../../src/settings';

const settings = loadServiceSettings(process.env);
const { username, password } = settings.secret.credentials;
const pool = createPool({
  host: settings.database.host,
  port: settings.database.port,
  database: settings.database.name,
  user: username,
  password,
  connectionLimit: 10,
});
const query =
  'select `id`, `sku`, `name`, `description`, `price_cents` as `priceCents`, `currency`, `stock`, `test_product` as `testProduct` from `products` order by `id` limit ?';

const app = Fastify();
app.get('/api/products', async () => {
  const [rows] = await pool.query(query, [defaultPageSize + 1]);
  return { items: (rows as unknown[]).slice(0, defaultPageSize), nextCursor: null };
});
app.listen({ host: '127.0.0.1', port: settings.port }).then(() => {
  const { port } = app.server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
