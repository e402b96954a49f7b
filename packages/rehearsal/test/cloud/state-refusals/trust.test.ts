import { trusts } from '../../../src/cloud/state-refusals/trust';
import { trust } from './trust-policy';

test('a role is taken by the services that its trust policy names', () => {
  const service = 'lambda.amazonaws.com';
  const good = [{ Service: service }, { Service: ['ec2.amazonaws.com', service] }, '*', { AWS: '*' }];
  for (const principal of good) expect(trusts(trust(principal), service)).toBe(true);
  expect(trusts(trust({ Service: service }, ['sts:TagSession', 'sts:*']), service)).toBe(true);
  const bad = [{ Service: 'ec2.amazonaws.com' }, { AWS: 'arn:aws:iam::222222222222:root' }];
  for (const principal of bad) expect(trusts(trust(principal), service)).toBe(false);
  expect(trusts(trust({ Service: service }, 'sts:TagSession'), service)).toBe(false);
  expect(trusts(trust({ Service: service }, 'sts:AssumeRole', 'Deny'), service)).toBe(false);
  for (const none of [null, {}, { Statement: [] }]) expect(trusts(none, service)).toBe(false);
});
