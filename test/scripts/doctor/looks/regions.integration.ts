import { regions } from '../../../../scripts/doctor/looks/regions';
import type { RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, pipelineAccount, recording, region } from '../subject';

const { look, aws } = recording();

/** DescribeRegions, with these switched off. */
function described(off: readonly string[] = [], unknown: readonly string[] = []) {
  return ({ input }: RecordedCall) => {
    const asked = Object.entries(input).flatMap(([name, value]) =>
      name.startsWith('RegionName.') ? [String(value)] : [],
    );
    const items = asked
      .filter((name) => !unknown.includes(name))
      .map(
        (name) =>
          `<item><regionName>${name}</regionName><optInStatus>${off.includes(name) ? 'not-opted-in' : 'opt-in-not-required'}</optInStatus></item>`,
      );
    return { xml: `<DescribeRegionsResponse><regionInfo>${items.join('')}</regionInfo></DescribeRegionsResponse>` };
  };
}

describe('regions (recorded)', () => {
  test('that are all on are in order, that of the replicas included', async () => {
    expect(await look(regions, described())).toMatchObject({ findings: [], unseen: [], seen: { length: 2 } });
    const asked = aws().calls.filter(({ what }) => what === 'ec2 DescribeRegions');
    expect(new Set(asked.map((call) => call.region))).toEqual(new Set(['us-east-1']));
    expect(JSON.stringify(asked.find(({ accessKey }) => accessKey === devAccount)?.input)).toContain('eu-central-1');
  });

  test('that are off, or that AWS does not name, are found in each account', async () => {
    expect(found(await look(regions, described([region])))).toEqual([
      `TAP6131 account ${pipelineAccount}, us-east-1`,
      `TAP6131 account ${devAccount}, us-east-1`,
    ]);
    expect(found(await look(regions, described([], ['eu-central-1'])))).toEqual([
      `TAP6131 account ${devAccount}, us-east-1`,
    ]);
  });
});
