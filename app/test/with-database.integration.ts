import { productRoutesSuite } from './catalog/product-routes.suite';
import { cartRoutesSuite } from './checkout/cart-routes.suite';
import { placeOrderSuite } from './checkout/place-order.suite';
import { connectionPoolSuite } from './database/connection-pool.suite';
import { type DatabaseServer, requireDatabaseServer, startDatabaseServer } from './helpers/database-server';
import { serverSuite } from './http/server.suite';
import { migrateSuite } from './migrations/migrate.suite';
import { serviceSuite } from './service.suite';

// One file, so that one server serves all suites: starting it takes longer than most of them.
jest.setTimeout(60_000);

describe('the shop with its database', () => {
  let server: DatabaseServer;
  const database = () => server;

  if (lacksServer()) {
    // One failure that says what is missing, instead of one for each test.
    test('needs a database server', requireDatabaseServer);
    return;
  }
  beforeAll(async () => {
    server = await startDatabaseServer();
  });
  afterAll(() => server.stop());

  migrateSuite(database);
  productRoutesSuite(database);
  cartRoutesSuite(database);
  placeOrderSuite(database);
  serverSuite(database);
  connectionPoolSuite(database);
  serviceSuite(database);
});

function lacksServer(): boolean {
  try {
    requireDatabaseServer();
    return false;
  } catch {
    return true;
  }
}
