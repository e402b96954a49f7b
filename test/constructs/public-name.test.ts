import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PublicName } from '../../lib/constructs/public-name';
import { propertiesOf } from '../stacks/resources';

const zone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };

/** The template of a stack with one public name. */
function named(name: string, { hostedZone, ipv6 = true }: { hostedZone?: typeof zone; ipv6?: boolean }): Template {
  const stack = new Stack(new App(), 'Stack');
  const target = { bind: () => ({ dnsName: 'd1.cloudfront.net', hostedZoneId: 'ZTARGET' }) };
  new PublicName(stack, 'Site', { name, hostedZone, ipv6, target, targetName: 'd1.cloudfront.net' });
  return Template.fromStack(stack);
}

const typesOf = (template: Template) => propertiesOf(template, 'AWS::Route53::RecordSet').map(({ Type }) => Type);

describe('a public name', () => {
  test.each(['shop.example.com', 'example.com'])('%s has its records in the zone that holds it', (name) => {
    const template = named(name, { hostedZone: zone });
    expect(typesOf(template)).toEqual(['A', 'AAAA']);
    template.allResourcesProperties('AWS::Route53::RecordSet', {
      Name: `${name}.`,
      HostedZoneId: zone.id,
      AliasTarget: { DNSName: 'd1.cloudfront.net', HostedZoneId: 'ZTARGET' },
    });
    expect(template.findOutputs('*')).toEqual({});
  });

  test('has none for IPv6 where the target has no such address', () => {
    expect(typesOf(named('shop.example.com', { hostedZone: zone, ipv6: false }))).toEqual(['A']);
  });

  test.each([
    ['there is no zone', {}],
    ['the zone does not hold it', { hostedZone: { ...zone, name: 'example.org' } }],
  ])('says which record to make where %s', (_what, options) => {
    const template = named('shop.example.com', options);
    expect(typesOf(template)).toEqual([]);
    expect(template.findOutputs('*')).toEqual({
      SiteRecordByHand: expect.objectContaining({ Value: 'shop.example.com CNAME d1.cloudfront.net' }),
    });
  });
});
