import { isInZone } from '../../lib/config';
import { environmentAt, parsed, refusal } from './edited';

const certificate = 'arn:aws:acm:us-east-1:222222222222:certificate/00000000-0000-0000-0000-000000000000';
const zone = (name: string) => ({ id: 'Z0123456789ABCDEFGHIJ', name });
const edge = (index: number, fields: object) => (data: Parameters<typeof environmentAt>[0]) => {
  const environment = environmentAt(data, index);
  environment.edge = { ...environment.edge, ...fields };
};
const domain = (name: string) => ({ domain: name, certificateArn: certificate });
const origin = (name: string) => ({ origin: { domain: name, certificateArn: certificate } });

describe('a hosted zone', () => {
  test.each([
    ['example.com', true],
    ['shop.example.com', true],
    ['a.b.example.com', true],
    ['notexample.com', false],
    ['example.com.evil.org', false],
    ['com', false],
  ])('example.com holds %s: %s', (name, expected) => {
    expect(isInZone(name, { name: 'example.com' })).toBe(expected);
  });

  test.each(['shop.example.com', 'example.com'])('is accepted with a domain in it: %s', (name) => {
    const [dev] = parsed(edge(0, { ...domain(name), hostedZone: zone('example.com') })).environments;
    expect(dev?.edge.hostedZone).toEqual(zone('example.com'));
  });

  test('may be missing where a domain is configured', () => {
    expect(parsed(edge(0, domain('shop.example.com'))).environments[0]?.edge.hostedZone).toBeUndefined();
  });

  test('is refused without a domain', () => {
    const { code, message } = refusal(() => parsed(edge(0, { hostedZone: zone('example.com') })));
    expect(code).toBe('TAP1043');
    expect(message).toContain('environments[0].edge.hostedZone: {"id":"Z0123456789ABCDEFGHIJ","name":"example.com"}');
  });

  test('is refused with a domain of another zone', () => {
    const wrong = edge(0, { ...domain('shop.example.com'), hostedZone: zone('example.org') });
    const { code, message } = refusal(() => parsed(wrong));
    expect(code).toBe('TAP1044');
    expect(message).toMatch(
      /environments\[0\]\.edge\.hostedZone\.name: "example\.org" .*"shop\.example\.com".*"example\.com"$/,
    );
  });

  test.each([
    ['its name in place of its id', { id: 'example.com', name: 'example.com' }],
    ['a path in front of its id', { id: '/hostedzone/Z0123456789ABCDEFGHIJ', name: 'example.com' }],
    ['a name with a dot at the end', zone('example.com.')],
  ])('is refused with %s', (_what, hostedZone) => {
    expect(refusal(() => parsed(edge(0, { ...domain('shop.example.com'), hostedZone }))).code).toBe('TAP1001');
  });
});

describe('records in hosted zones', () => {
  const both = (one: object, other: object) => (data: Parameters<typeof environmentAt>[0]) => {
    edge(0, one)(data);
    edge(1, other)(data);
  };
  const zoned = { hostedZone: zone('example.com') };
  const dev = { ...domain('dev.example.com'), ...origin('origin.example.com'), ...zoned };

  test.each([
    ['of different names', { ...domain('example.com'), ...origin('origin.staging.example.com'), ...zoned }],
    ['of a name that is kept elsewhere too', { ...domain('example.com'), ...origin('origin.example.com') }],
  ])('are accepted %s', (_what, other) => {
    const named = parsed(both(dev, other)).environments.filter(({ edge: { origin: of } }) => of !== undefined);
    expect(named).toHaveLength(2);
  });

  test.each([
    ['a domain and an origin', { ...dev, ...origin('dev.example.com') }, {}, 0],
    ['a site and a load balancer, without a zone,', { ...domain('a.example.com'), ...origin('a.example.com') }, {}, 0],
    [
      'a site and the load balancer of another one',
      domain('a.example.com'),
      { ...domain('b.example.com'), ...origin('a.example.com') },
      1,
    ],
    ['two origins', dev, { ...domain('example.com'), ...origin('origin.example.com'), ...zoned }, 1],
  ])('are refused where %s share a name', (_what, one, other, index) => {
    const { code, message } = refusal(() => parsed(both(one, other)));
    expect(code).toBe('TAP1045');
    expect(message).toContain(`environments[${index}].edge.origin.domain: `);
  });
});
