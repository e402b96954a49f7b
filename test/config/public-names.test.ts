import type { DeliveryData } from '../../lib/config';
import { environmentAt, parsed, refusal } from './edited';

const certificate = (region: string, account: string) =>
  `arn:aws:acm:${region}:${account}:certificate/00000000-0000-0000-0000-000000000000`;

/** Gives an environment a public name, and a certificate of the account. */
function publish(data: DeliveryData, index: number, domain: string, account = '222222222222'): void {
  const { edge } = environmentAt(data, index);
  Object.assign(edge, { domain, certificateArn: certificate('us-east-1', account) });
}

/** Names the account of everything. */
function nameAccounts(data: DeliveryData, account: string): void {
  for (const place of [data.pipeline, ...data.environments]) place.account = account;
}

describe('public names', () => {
  test('belong to one environment', () => {
    const error = refusal(() =>
      parsed((data) => {
        // The shipped environments share what they have in common.
        data.environments = data.environments.map((environment) => structuredClone(environment));
        publish(data, 0, 'shop.example.com');
        publish(data, 2, 'shop.example.com');
      }),
    );
    expect(error.code).toBe('TAP1021');
    expect(error.message).toContain(
      'environments[2].edge.domain: "shop.example.com" is environments[0].edge.domain too',
    );
  });

  test('of two environments differ', () => {
    const { environments } = parsed((data) => {
      data.environments = data.environments.map((environment) => structuredClone(environment));
      publish(data, 0, 'dev.shop.example.com');
      publish(data, 2, 'shop.example.com');
    });
    expect(environments.map(({ edge }) => edge.domain)).toEqual([
      'dev.shop.example.com',
      undefined,
      'shop.example.com',
    ]);
  });
});

describe('a certificate', () => {
  const withOrigin = (data: DeliveryData, account: string) =>
    Object.assign(environmentAt(data, 2).edge, {
      origin: { domain: 'origin.example.com', certificateArn: certificate('us-east-1', account) },
    });

  test.each<[string, (data: DeliveryData, account: string) => void]>([
    ['edge.certificateArn', (data, account) => publish(data, 2, 'shop.example.com', account)],
    ['edge.origin.certificateArn', withOrigin],
  ])('at %s is in the account of its environment', (place, edit) => {
    const inAccount = (account: string) =>
      parsed((data) => {
        nameAccounts(data, '222222222222');
        edit(data, account);
      });
    const error = refusal(() => inAccount('333333333333'));
    expect(error.code).toBe('TAP1022');
    expect(error.message).toContain(`environments[2].${place}: "arn:aws:acm:`);
    expect(error.message).toContain('account (222222222222)');
    expect(() => inAccount('222222222222')).not.toThrow();
  });

  test('may be in any one account where accounts are not named', () => {
    const inAccounts = (one: string, other: string) =>
      parsed((data) => {
        publish(data, 1, 'staging.example.com', one);
        publish(data, 2, 'shop.example.com', other);
      });
    expect(() => inAccounts('333333333333', '333333333333')).not.toThrow();
    const error = refusal(() => inAccounts('333333333333', '444444444444'));
    expect(error.code).toBe('TAP1022');
    expect(error.message).toMatch(/environments\[2\]\.edge\.\S+: "arn:aws:acm:.*first certificate \(333333333333\)/);
  });
});
