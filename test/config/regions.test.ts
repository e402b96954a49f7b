import { edgeRegion, engineVersions, rdsEngineVersion, regionFacts } from '../../lib/config';
import { isRegion, regionNames } from '../../lib/config/regions';

describe('the table of regions', () => {
  test('names a prefix list of its own and an Origin Shield for each', () => {
    expect(regionNames).toContain(edgeRegion);
    const facts = regionNames.map(regionFacts);
    expect(new Set(facts.map(({ originFacingPrefixList }) => originFacingPrefixList)).size).toBe(regionNames.length);
    expect(facts.every(({ originShield }) => isRegion(originShield))).toBe(true);
  });
});

test.each(['constructor', 'toString', '__proto__'])('%s, which every object has, is no region', (name) => {
  expect(isRegion(name)).toBe(false);
});

describe('the list of engine versions', () => {
  test('is dated, ordered, and written as RDS writes it', () => {
    const { asOf, versions } = engineVersions;
    expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect([...versions].sort()).toEqual(versions);
    expect(versions.map(rdsEngineVersion)).toHaveLength(versions.length);
    expect(rdsEngineVersion('3.08.0')).toBe('8.0.mysql_aurora.3.08.0');
  });
});
