import { zonesOf } from '../../../../lib/config';
import { zones } from '../../../../scripts/doctor/looks/zones';
import { devAccount, found, recording, region, twoAccounts } from '../subject';

const { look } = recording();
const configuration = twoAccounts();
const [dev] = configuration.environments;
const wanted = dev === undefined ? [] : zonesOf(dev);

/** DescribeAvailabilityZones, with these. */
function described(all: readonly (readonly [id: string, state: string])[]) {
  const items = all.map(([id, state]) => `<item><zoneId>${id}</zoneId><zoneState>${state}</zoneState></item>`);
  return () => ({
    xml: `<DescribeAvailabilityZonesResponse><availabilityZoneInfo>${items.join('')}</availabilityZoneInfo></DescribeAvailabilityZonesResponse>`,
  });
}

describe('zones (recorded)', () => {
  test('that the account has are in order, whatever others it has', async () => {
    expect(wanted.length).toBe(2);
    const all = [...wanted, 'euw1-az9'].map((id) => [id, 'available'] as const);
    expect(await look(zones, described(all), { configuration })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 1 },
    });
  });

  test('that the account does not see, or that are impaired, are found with those that it could be', async () => {
    const [first = '', second = ''] = wanted;
    const missing = await look(
      zones,
      described([
        [first, 'available'],
        ['euw1-az9', 'available'],
      ]),
      { configuration },
    );
    expect(found(missing)).toEqual([`TAP6132 account ${devAccount}, ${region}`]);
    expect(missing.findings[0]).toMatchObject({
      what: expect.stringContaining(second),
      todo: expect.stringContaining(`${first}, euw1-az9`),
    });
    const impaired = await look(
      zones,
      described([
        [first, 'unavailable'],
        [second, 'available'],
      ]),
      { configuration },
    );
    expect(impaired.findings).toEqual([
      expect.objectContaining({ code: 'TAP6132', what: expect.stringContaining(first) }),
    ]);
  });
});
