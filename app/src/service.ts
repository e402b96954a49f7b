import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import type { DestinationStream } from 'pino';
import { registerProductRoutes } from './catalog/product-routes';
import { registerCartRoutes } from './checkout/cart-routes';
import { registerOrderRoutes } from './checkout/order-routes';
import { DatabaseContact } from './database/contact';
import { readFromSecretsManager } from './database/credentials';
import { openDatabase, type ShopDatabase } from './database/open-database';
import { DatabaseHealth } from './http/health';
import { createServer } from './http/server';
import type { ShopServer } from './http/type-provider';
import { createLog, type Log } from './log';
import { RouteMetrics } from './metrics/route-metrics';
import type { ServiceSettings } from './settings';

/** What each service answers, by the command that starts it. */
const routes = {
  catalog: registerProductRoutes,
  checkout: (app, database) => {
    registerCartRoutes(app, database);
    registerOrderRoutes(app, database);
  },
} satisfies Record<string, (app: ShopServer, database: ShopDatabase) => void>;

export type ServiceName = keyof typeof routes;

export const serviceNames = Object.keys(routes) as readonly ServiceName[];

/** How often metrics are written, in milliseconds: well within CloudWatch's period of a minute. */
const metricsFlushMs = 10_000;

/** A running service. */
export interface Service {
  /** Where it listens. */
  readonly address: AddressInfo;
  readonly log: Log;
  /** Takes no new connections, finishes the requests it has, writes the last metrics, closes the database connections. */
  stop(): Promise<void>;
}

/**
 * Starts a service. It listens at once; until the database answers, `/health` says that it is unavailable.
 *
 * @param output where log and metrics are written
 */
export async function startService(
  name: ServiceName,
  settings: ServiceSettings,
  output: DestinationStream,
): Promise<Service> {
  const origin = { service: name, environment: settings.environment };
  const log = createLog(origin, settings.logLevel, output);
  const contact = new DatabaseContact();
  const database = openDatabase({
    settings: settings.database,
    credentials: settings.secret.credentials,
    ...(settings.secret.arn ? { readCredentials: readFromSecretsManager(settings.secret.arn) } : {}),
    contact,
    log,
  });
  const metrics = new RouteMetrics(origin, (line) => output.write(line));
  const health = new DatabaseHealth(contact, () => sql`SELECT 1`.execute(database));
  const app = createServer({
    log,
    metrics,
    health,
    revision: settings.revision,
    routes: (server) => routes[name](server, database),
  });
  await app.listen({ host: settings.host, port: settings.port });
  const flushing = setInterval(() => metrics.flush(), metricsFlushMs);
  const address = app.server.address() as AddressInfo;
  log.info({ host: address.address, port: address.port }, 'listening');
  return {
    address,
    log,
    stop: async () => {
      await app.close();
      clearInterval(flushing);
      metrics.flush();
      await database.destroy();
    },
  };
}
