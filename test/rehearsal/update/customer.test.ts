import type { RunningEnvironment } from '@delivery/rehearsal/environment/running-environment';
import { Customer } from '../../../rehearsal/update/customer';
import { FakeAws } from '../../checks/support/fake-aws';
import { FakeShop } from '../../checks/support/fake-shop';

const shop = new FakeShop();
const aws = new FakeAws();

beforeAll(async () => {
  await shop.start();
  await aws.start();
});
afterAll(() => Promise.all([shop.stop(), aws.stop()]));
beforeEach(() => {
  shop.reset();
  aws.apiKey = shop.apiKey;
});

/** An environment behind whose addresses the small shop stands. */
function environment(): RunningEnvironment {
  const local = (text: string) =>
    text.includes('execute-api') ? shop.apiUrl : text.replace(/^https:\/\/.*/, shop.siteUrl);
  return {
    environment: 'Dev',
    cloud: { awsVariables: () => aws.variables },
    backing: { localise: (text: string) => ({ text: local(text), differences: [] }) },
    stacks: [{ account: '111111111111', region: 'us-east-1' }],
    outputs: {
      'Dev-Edge': { Site: 'https://shop.example' },
      'Dev-Api': { Api: 'https://a.execute-api.us-east-1.amazonaws.com/v1/', GatesKeyId: 'k' },
    },
  } as unknown as RunningEnvironment;
}

const afterWriting = async (): Promise<Customer> => {
  const customer = await Customer.of(environment());
  await customer.write();
  expect(shop.orders.size).toBeGreaterThan(1);
  return customer;
};
const first = () => [...shop.orders.values()][0] ?? {};

describe('the customer of an update', () => {
  test('is served at both doors, and misses nothing that it ordered', async () => {
    const customer = await afterWriting();
    const visits = await customer.visit();
    expect(visits.length).toBeGreaterThan(2);
    expect(visits.filter(({ ok }) => !ok)).toEqual([]);
    expect(await customer.missing()).toEqual([]);
  });

  test('does not mind what has been added to an order', async () => {
    const customer = await afterWriting();
    first().parcel = 'on its way';
    expect(await customer.missing()).toEqual([]);
  });

  test.each<[string, () => void, RegExp]>([
    ['an order with another total', () => (first().totalCents = -1), /^\/api\/orders\/\S+ was .*, and is .*-1/],
    ['an order of other products', () => (first().items = []), /^\/api\/orders\/\S+ was /],
    [
      'an order that is gone',
      () => shop.orders.delete([...shop.orders.keys()][0] ?? ''),
      /^\/api\/orders\/\S+ can't be read any more: .*404/,
    ],
    ['another cart in the place of its own', () => (shop.faults = { otherCartShown: true }), /^\/api\/carts\/\S+ was /],
  ])('misses %s', async (_what, spoil, sentence) => {
    const customer = await afterWriting();
    spoil();
    const missing = await customer.missing();
    expect(missing.length).toBeGreaterThan(0);
    for (const one of missing) expect(one).toMatch(sentence);
  });

  test('says why nothing could be written', async () => {
    const customer = await Customer.of(environment());
    shop.faults = { unavailableOneIn: 1 };
    await expect(customer.write()).rejects.toThrow(/GET \/api\/products\S* was answered with 503/);
  });

  test('sees who was not served', async () => {
    const customer = await Customer.of(environment());
    shop.faults = { unavailableOneIn: 1 };
    expect((await customer.visit()).some(({ ok }) => !ok)).toBe(true);
  });
});
