import { trusts } from '../../../scripts/doctor/trust';

const account = '111111111111';
const document = (Statement: unknown) => encodeURIComponent(JSON.stringify({ Statement }));
const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${account}:root` } };

test.each([
  ['an ARN of the account', statement],
  ['its id among others', [{ ...statement, Principal: { AWS: ['222222222222', account] } }]],
  ['everybody', { ...statement, Principal: '*' }],
  ['a second statement', [{ ...statement, Effect: 'Deny', Action: 'sts:TagSession' }, statement]],
])('a role that lets in %s trusts the account', (_, one) => {
  expect(trusts(document(one), account)).toBe(true);
});

test.each([
  ['another account', { ...statement, Principal: { AWS: 'arn:aws:iam::222222222222:root' } }],
  ['a service', { ...statement, Principal: { Service: 'cloudformation.amazonaws.com' } }],
  ['only to tag sessions', { ...statement, Action: 'sts:TagSession' }],
  ['nobody, by a denial', { ...statement, Effect: 'Deny' }],
  ['nobody', []],
])('a role that lets in %s does not', (_, one) => {
  expect(trusts(document(one), account)).toBe(false);
});

test('a role without a policy trusts nobody', () => {
  expect(trusts(undefined, account)).toBe(false);
});
