import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'undici';
import { type ChildService, shopVariables, startChildService } from '../app/test/helpers/child-service';
import { startDatabaseServer } from '../app/test/helpers/database-server';
import { createMigratedSchema } from '../app/test/helpers/shop-schema';
import { median } from './statistics';

/** Least ratio of the shop's requests per second to those of a bare handler that makes the same query. */
export const leastRatio = 0.6;

export interface ShopMeasurement {
  /** Requests per second of each round. */
  readonly shop: readonly number[];
  readonly bare: readonly number[];
  /** Median of the shop's rounds by median of the bare handler's. */
  readonly ratio: number;
}

export interface ShopMeasurementOptions {
  /** Alternating rounds of each. Default: 5. */
  readonly rounds?: number;
  /** Measured time of a round. Default: 2. */
  readonly seconds?: number;
  /** Connections that ask without a pause. Default: 16. */
  readonly connections?: number;
}

const app = join(__dirname, '..', 'app');

/**
 * Measures `GET /api/products` of the built shop (validation, serialization by schema, log, metrics and headers included)
 * against a bare Fastify handler with the same query, each in a process of its own, on one database.
 *
 * @throws ShopError TAP5901, TAP5902 without a database server
 */
export async function measureShop(options: ShopMeasurementOptions = {}): Promise<ShopMeasurement> {
  const { rounds = 5, seconds = 2, connections = 16 } = options;
  await promisify(execFile)('npm', ['run', 'build', '--silent'], { cwd: app });
  const server = await startDatabaseServer();
  const services: ChildService[] = [];
  try {
    const schema = await createMigratedSchema(server);
    const environment = shopVariables(schema.migration);
    const start = async (args: string[]) => {
      const service = await startChildService(args, environment);
      services.push(service);
      return service.port;
    };
    const shopPort = await start([join(app, 'dist/main.js'), 'catalog']);
    const barePort = await start(['--import', 'tsx', join(app, 'test/helpers/bare-handler.ts')]);
    // Both are warm before the first round that counts.
    await requestsPerSecond(shopPort, connections, seconds);
    await requestsPerSecond(barePort, connections, seconds);
    const shop: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      shop.push(await requestsPerSecond(shopPort, connections, seconds));
      bare.push(await requestsPerSecond(barePort, connections, seconds));
    }
    return { shop, bare, ratio: median(shop) / median(bare) };
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    await server.stop();
  }
}

async function requestsPerSecond(port: number, connections: number, seconds: number): Promise<number> {
  let answered = 0;
  let over = false;
  const ask = async () => {
    const client = new Client(`http://127.0.0.1:${port}`);
    while (!over) {
      const { statusCode, body } = await client.request({ method: 'GET', path: '/api/products' });
      await body.dump();
      if (statusCode !== 200) {
        throw new Error(`the product list was answered with ${statusCode}`);
      }
      answered++;
    }
    await client.close();
  };
  const started = performance.now();
  const asking = Promise.all(Array.from({ length: connections }, ask));
  await Promise.race([asking, pause(seconds * 1_000)]);
  const elapsed = performance.now() - started;
  const counted = answered;
  over = true;
  await asking;
  return counted / (elapsed / 1_000);
}
