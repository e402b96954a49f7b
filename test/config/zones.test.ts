import { edgeRegion, zonesOf } from '../../lib/config';
import { regionNames } from '../../lib/config/regions';
import { checkZones, zonesAsOf, zoneTable } from '../../lib/config/zones';
import { shippedData } from '../fixtures/shipped';
import { environmentAt, parsed, refusal } from './edited';

/** The zones of the shipped environments, parsed with these ids in the first one. */
const withZones = (zoneIds: string[], availabilityZones = zoneIds.length) =>
  parsed((data) => Object.assign(environmentAt(data, 0).network, { zoneIds, availabilityZones })).environments[0];
const refused = (zoneIds: string[], availabilityZones?: number) => refusal(() => withZones(zoneIds, availabilityZones));

/** Zones that AWS's pages leave out, whatever else changes: VPC links V2, VPC origins or RDS Proxy are not there. */
const leftOut = ['use1-az3', 'apne1-az3', 'euw2-az4'];

describe('the table of zones', () => {
  test('is dated, and has those of every region that can be configured', () => {
    expect(zonesAsOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(Object.keys(zoneTable).sort()).toEqual([...regionNames].sort());
  });

  test('names each zone as AWS does, once, after its region', () => {
    const ids = Object.values(zoneTable).flatMap((zones) => Object.keys(zones));
    expect(new Set(ids).size).toBe(ids.length);
    for (const [region, zones] of Object.entries(zoneTable)) {
      // First letters of the words, `ne` and `se` for the compounds: ap-northeast-1 is apne1.
      const [, land, direction, number] = /^(\w+)-(\w+)-(\d)$/.exec(region) ?? [];
      const short = direction?.replace(/^(north|south)?(east|west|central)?$/, (_, a = '', b = '') =>
        [a, b].map((word) => word.slice(0, 1)).join(''),
      );
      for (const id of Object.keys(zones)) expect(id).toMatch(new RegExp(`^${land}${short}${number}-az\\d$`));
    }
  });

  test('offers three zones in every region, none of which AWS leaves out', () => {
    for (const region of regionNames) {
      const [environment] = parsed((data) => {
        data.pipeline.account = '111111111111';
        for (const each of data.environments) Object.assign(each, { account: '111111111111' });
        Object.assign(environmentAt(data, 0), { region });
        Object.assign(environmentAt(data, 0).network, { availabilityZones: 3 });
      }).environments;
      if (!environment) throw new Error('no environment');
      const zones = zonesOf(environment);
      expect(new Set(zones).size).toBe(3);
      expect(zones.filter((id) => leftOut.includes(id))).toEqual([]);
      expect(Object.keys(zoneTable[region])).toEqual(expect.arrayContaining([...zones]));
    }
  });
});

describe('an environment', () => {
  test('takes as many of its region as it wants, without naming any', () => {
    const { environments } = parsed(() => undefined);
    expect(environments.length).toBeGreaterThan(0);
    for (const environment of environments) {
      expect(environment.network.zoneIds).toBeUndefined();
      expect(zonesOf(environment)).toHaveLength(environment.network.availabilityZones);
    }
  });

  test('takes those that it names, in their order', () => {
    const environment = withZones(['use1-az6', 'use1-az2']);
    expect(environment && zonesOf(environment)).toEqual(['use1-az6', 'use1-az2']);
  });

  test('with a third zone keeps the first two', () => {
    const two = parsed((data) => Object.assign(environmentAt(data, 0).network, { availabilityZones: 2 }));
    const three = parsed((data) => Object.assign(environmentAt(data, 0).network, { availabilityZones: 3 }));
    const [before, after] = [two, three].map(({ environments: [first] }) => first && zonesOf(first));
    expect(after?.slice(0, 2)).toEqual(before);
  });
});

describe('refused are', () => {
  test.each([
    [['use1-az1'], 2],
    [['use1-az1', 'use1-az2', 'use1-az4'], 2],
    [[], 2],
  ])('%j for %i zones', (zoneIds, availabilityZones) => {
    const error = refused(zoneIds, availabilityZones);
    expect(error.code).toBe('TAP1031');
    expect(error.message).toContain(`environments[0].network.zoneIds: ${JSON.stringify(zoneIds)}`);
    expect(error.message).toContain(`${zoneIds.length} zones, but availabilityZones is ${availabilityZones}`);
  });

  test.each(['use1-az7', 'us-east-1a', 'constructor'])('what is no zone id: %s', (id) => {
    const error = refused(['use1-az1', id]);
    expect(error.code).toBe('TAP1032');
    expect(error.message).toContain(`environments[0].network.zoneIds[1]: "${id}" is no zone id`);
    expect(error.message).toContain('allowed in us-east-1 are use1-az1, use1-az2, use1-az4');
  });

  test('a zone of another region, which is named', () => {
    const error = refused(['euw1-az1', 'use1-az1']);
    expect(error.code).toBe('TAP1033');
    expect(error.message).toContain('environments[0].network.zoneIds[0]: "euw1-az1" is a zone of eu-west-1');
  });

  test('the same zone twice', () => {
    const error = refused(['use1-az1', 'use1-az1']);
    expect(error.code).toBe('TAP1034');
    expect(error.message).toContain('zoneIds[1]: "use1-az1" is named twice');
  });

  test('a zone that lacks what is needed, with what that is and where AWS says so', () => {
    const error = refused(['use1-az1', 'use1-az3']);
    expect(error.code).toBe('TAP1035');
    expect(error.message).toContain('zoneIds[1]: "use1-az3" lacks');
    for (const service of ['VPC links V2', 'VPC origins', 'RDS Proxy']) expect(error.message).toContain(service);
    expect(error.message.match(/https:\/\/docs\.aws\.amazon\.com\//g)).toHaveLength(3);
  });

  test('a region whose zones nobody wrote down', () => {
    const [environment] = parsed(() => undefined).environments;
    if (!environment) throw new Error('no environment');
    const error = refusal(() => checkZones('environments[0]', environment, { 'eu-west-1': {} }));
    expect(error.code).toBe('TAP1036');
    expect(error.message).toContain(`environments[0].region: "${edgeRegion}" has no zones`);
  });

  test('more zones than a region has that lack nothing', () => {
    const [environment] = parsed(() => undefined).environments;
    if (!environment) throw new Error('no environment');
    const table = { [environment.region]: { 'use1-az1': [], 'use1-az3': ['vpcLink'] } } as const;
    const error = refusal(() => checkZones('environments[0]', environment, table));
    expect(error.code).toBe('TAP1031');
    expect(error.message).toContain('environments[0].network.availabilityZones: 2 is more than the zones of us-east-1');
  });
});

test('the shipped example names no zones, so that it fits every account', () => {
  expect(shippedData.environments.map(({ network }) => network.zoneIds)).toEqual([undefined, undefined, undefined]);
});
