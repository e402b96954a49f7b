import { regions } from '../../../../scripts/doctor/looks/regions';
import { zones } from '../../../../scripts/doctor/looks/zones';
import { emulated } from '../emulated';
import { devAccount, found, region, twoAccounts } from '../subject';

const { look } = emulated();

/** The environment in these zones. */
function inZones(zoneIds: string[]) {
  return twoAccounts((data) => ({
    ...data,
    environments: data.environments.map((one) => ({ ...one, network: { ...one.network, zoneIds } })),
  }));
}

test('the zones of an environment are those that the account sees (emulator)', async () => {
  expect(await look(zones, { configuration: inZones(['euw1-az1', 'euw1-az2']) })).toMatchObject({
    findings: [],
    unseen: [],
  });
  // The emulator has three zones in each region, and us-east-1 really has six.
  const configuration = twoAccounts((data) => ({
    ...data,
    environments: data.environments.map(({ edge: { priceClass, requestsPerAddress }, ...one }) => ({
      ...one,
      region: 'us-east-1',
      edge: { priceClass, requestsPerAddress },
      network: { ...one.network, zoneIds: ['use1-az1', 'use1-az6'] },
    })),
  }));
  expect(found(await look(zones, { configuration }))).toEqual([`TAP6132 account ${devAccount}, us-east-1`]);
});

test('regions that are on are seen as that (emulator)', async () => {
  const { findings, unseen, seen } = await look(regions, { configuration: inZones(['euw1-az1', 'euw1-az2']) });
  expect({ findings, unseen, regions: seen.map(({ what }) => what.includes(region)) }).toEqual({
    findings: [],
    unseen: [],
    regions: [true, true],
  });
});
