import { regionNames } from '../../../../lib/config';
import type { AssemblyStack } from '../../../../scripts/build/assembly';
import { countOf, type Need } from '../../../../scripts/build/quotas/needs';
import { describeNeeds, quotaNeeds } from '../../../../scripts/build/quotas/report';
import { knownQuotas, type Quota } from '../../../../scripts/build/quotas/table';
import { stacksOf } from '../../../helpers/stacks';
import { variants } from '../../../helpers/variants';

const quota = (more: Partial<Quota> = {}): Quota => ({
  name: 'Things',
  service: 'thing',
  code: 'L-1',
  per: 'region',
  limit: 5,
  measure: () => ({ first: 0, most: 0 }),
  source: 'https://docs.aws.amazon.com/things',
  ...more,
});
const stack = (account: string, region: string): AssemblyStack => ({
  path: `${account}-${region}`,
  name: `${account}-${region}`,
  account,
  region,
  template: { Resources: { A: { Type: 'AWS::EC2::VPC' } } },
});
const needing = (need: Need, more: Partial<Quota> = {}) =>
  describeNeeds(quotaNeeds([stack('one', 'us-east-1')], [quota({ measure: () => need, ...more })]));

test('stacks of one account and region share a quota; those elsewhere have their own', () => {
  const stacks = [
    stack('one', 'us-east-1'),
    stack('one', 'us-east-1'),
    stack('one', 'eu-west-1'),
    stack('two', 'us-east-1'),
  ];
  const counted = (per: Quota['per']) =>
    quotaNeeds(stacks, [quota({ per, measure: countOf('AWS::EC2::VPC') })]).map(
      ({ account, region, most }) => `${account} ${region ?? 'everywhere'} ${most}`,
    );
  expect(counted('region')).toEqual(['one us-east-1 2', 'one eu-west-1 1', 'two us-east-1 1']);
  expect(counted('account')).toEqual(['one everywhere 3', 'two everywhere 1']);
});

test('a need beyond the default says what to ask for, and whether the first deployment waits for it', () => {
  expect(needing({ first: 8, most: 80 })).toContain(
    '  one, us-east-1\n    Things: 8 to begin with, up to 80 of 5; the first deployment needs more; ask for 80: service thing, quota L-1',
  );
  expect(needing({ first: 2, most: 6 })).toContain('2 to begin with, up to 6 of 5; enough to begin with; ask for 6');
  expect(needing({ first: 6, most: 6 }, { waits: true })).toContain('6 of 5; enough, one after the other; ask for 6');
  expect(needing({ first: 6, most: 6 }, { waits: true })).toMatch(/for all at once\n/);
  expect(needing({ first: 6, most: 6 }, { code: undefined, note: 'all of them' })).toContain(
    'Things: 6 of 5 (all of them); the first deployment needs more; ask for 6: service thing\n',
  );
});

test('a need that comes near the default is told, one that does not is counted', () => {
  expect(needing({ first: 5, most: 5 })).toContain('5 of 5; enough, and leaves 0 for whatever else is there');
  expect(needing({ first: 4, most: 4 })).not.toContain('Things');
  expect(needing({ first: 4, most: 4 })).toContain('1 more are far from reached');
});

test('a table that lacks a region is refused, with the page to look at', () => {
  const partial = quota({ limit: { 'us-east-1': 5 } });
  expect(quotaNeeds([stack('one', 'us-east-1')], [partial])).toHaveLength(1);
  expect(() => quotaNeeds([stack('one', 'eu-west-1')], [partial])).toThrow(
    /^TAP2061: Things: the default in eu-west-1 is not known; .*https:\/\/docs\.aws\.amazon\.com\/things/,
  );
});

test('every quota of the table has a default in every region that can be configured', () => {
  const everywhere = regionNames.map((region) => stack('one', region));
  expect(knownQuotas.length).toBeGreaterThan(20);
  expect(quotaNeeds(everywhere).every(({ limit }) => limit > 0)).toBe(true);
});

test.each(variants)('%s: each measure finds what the templates hold', (variant) => {
  const needs = quotaNeeds(stacksOf(variant));
  const types = new Set(
    stacksOf(variant).flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type)),
  );
  const unfound = knownQuotas.filter(({ name }) =>
    needs.every(({ quota: asked, most }) => asked.name !== name || most === 0),
  );
  // Of what the templates hold no resource, the table is ready for a team's own stacks.
  const absent = ['CachePolicy', 'OriginRequestPolicy', 'Function'].filter(
    (type) => !types.has(`AWS::CloudFront::${type}`),
  );
  expect(unfound).toHaveLength(absent.length);
  expect(describeNeeds(needs)).toContain('Fargate On-Demand vCPU resource count');
});
