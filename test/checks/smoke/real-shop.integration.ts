import { join } from 'node:path';
import { startService } from '../../../app/src/service';
import { startDatabaseServer } from '../../../app/test/helpers/database-server';
import { Output } from '../../../app/test/helpers/output';
import { createMigratedSchema } from '../../../app/test/helpers/shop-schema';
import type { Door } from '../../../checks/smoke/door';
import { walkRounds } from '../../../checks/smoke/rounds';
import { Viewer } from '../../../checks/smoke/script-steps';
import { smokeSteps } from '../../../checks/smoke/smoke-gate';
import type { Step } from '../../../checks/smoke/step';
import { siteHashes } from '../../../scripts/build/site-hashes';
import { startStorefrontHost } from '../../browser/storefront-host';

const folder = join(__dirname, '../../../site');

/** The fake shop of the other tests and the shop itself answer alike, or one of the two is wrong. */
test('the shop itself passes every step, but for the key that only API Gateway asks for', async () => {
  const server = await startDatabaseServer();
  const schema = await createMigratedSchema(server);
  const [catalog, checkout] = [
    await startService('catalog', schema.service, new Output()),
    await startService('checkout', schema.service, new Output()),
  ];
  const host = await startStorefrontHost(folder, {
    catalog: catalog.address.port,
    checkout: checkout.address.port,
  });
  const door = {
    address: host.url.replace(/\/$/, ''),
    revision: schema.service.revision,
    // Only a machine that is busy with other tests needs that long.
    limitMs: 5000,
  };
  const site: Door = { ...door, name: 'CloudFront' };
  const api: Door = { ...door, name: 'API Gateway' };
  try {
    const scope = { production: false, orders: true, site: siteHashes(folder) };
    // In a browser, where this machine has one.
    const steps = smokeSteps({ site, api }, scope, new Viewer(process.env));
    const all = (): readonly Step[] =>
      Object.values(steps)
        .flatMap((of) => of())
        .filter(({ name }) => !/without a key|wrong key|asks for a key/.test(name));
    const visit = { clockFactor: 1, signal: new AbortController().signal };
    const { checks, good } = await walkRounds('everything', all, 1, visit);
    expect(checks.length).toBeGreaterThan(35);
    expect(checks.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(good).toBe(1);
  } finally {
    await Promise.all([host.stop(), catalog.stop(), checkout.stop()]);
    await schema.drop();
    await server.stop();
  }
});
