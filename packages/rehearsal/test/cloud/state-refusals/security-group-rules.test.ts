import type { LiveResource } from '../../../src/cloud/state-refusals/change';
import { securityGroupRules } from '../../../src/cloud/state-refusals/security-group-rules';
import { changeOf } from './change';

const ingress = 'AWS::EC2::SecurityGroupIngress';
const originFacing = 'pl-4fa04526';
const live = (type: string, physicalId: string, properties: object): LiveResource => ({
  region: 'eu-west-1',
  stack: 'Beta',
  logicalId: 'Other',
  physicalId,
  type,
  properties: { ...properties },
});
const rule = (properties: object) => ({ GroupId: 'sg-1', IpProtocol: 'tcp', ...properties });
const judge = (after: object, beside: readonly LiveResource[], limit = 60) =>
  securityGroupRules(limit).judge(changeOf(ingress, { step: 'create', after: { ...after }, beside }));

test("a second rule for CloudFront's list in one group is one too many, also if it takes the first one's place", async () => {
  const first = live(ingress, 'sgr-1', rule({ SourcePrefixListId: originFacing, FromPort: 80 }));
  const second = rule({ SourcePrefixListId: originFacing, FromPort: 443 });
  expect(await judge(second, [first])).toMatchObject({ refused: expect.stringContaining('maximum number of rules') });
  const update = (after: object) =>
    securityGroupRules(60).judge(
      changeOf(ingress, { physicalId: 'sgr-1', before: first.properties, after: { ...after }, beside: [first] }),
    );
  expect(await update(second)).toHaveProperty('refused');
  expect(await update({ ...first.properties, Description: 'other words' })).toBeUndefined();
  expect(await judge(second, [])).toBeUndefined();
  expect(await judge({ ...second, GroupId: 'sg-2' }, [first])).toBeUndefined();
  expect(await judge(rule({ CidrIp: '10.0.0.0/8' }), [first])).toBeUndefined();
});

test('rules within the group count, and a list of its own with its maximum size', async () => {
  const group = live('AWS::EC2::SecurityGroup', 'sg-1', { SecurityGroupIngress: [{ CidrIp: 'a' }, { CidrIp: 'b' }] });
  const list = live('AWS::EC2::PrefixList', 'pl-own', { MaxEntries: 3 });
  const own = rule({ SourcePrefixListId: 'pl-own' });
  expect(await judge(own, [group, list], 5)).toBeUndefined();
  expect(await judge(own, [group, list], 4)).toHaveProperty('refused');
  // How large this one may grow is not known.
  expect(await judge(rule({ SourcePrefixListId: 'pl-other' }), [group], 3)).toBeUndefined();
});

test('rules in the other direction do not count', async () => {
  const egress = live('AWS::EC2::SecurityGroupEgress', 'sgr-1', rule({ DestinationPrefixListId: originFacing }));
  expect(await judge(rule({ SourcePrefixListId: originFacing }), [egress])).toBeUndefined();
});
