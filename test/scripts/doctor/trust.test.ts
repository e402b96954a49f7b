import { trustOf } from '../../../scripts/doctor/trust';

const account = '111111111111';
const document = (Statement: unknown) => encodeURIComponent(JSON.stringify({ Statement }));
const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${account}:root` } };
const denial = { ...statement, Effect: 'Deny' };
const ofOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
/** As bootstrapping writes it since version 30. */
const noExternalId = { Null: { 'sts:ExternalId': 'true' } };

test.each([
  ['an ARN of the account', statement],
  ['an ARN in another partition', { ...statement, Principal: { AWS: `arn:aws-cn:iam::${account}:root` } }],
  ['its id among others', [{ ...statement, Principal: { AWS: ['222222222222', account] } }]],
  ['everybody', { ...statement, Principal: '*' }],
  ['a second statement', [{ ...statement, Effect: 'Deny', Action: 'sts:TagSession' }, statement]],
  ['whoever names no external id', { ...statement, Condition: noExternalId }],
  ['one of two without a condition', [{ ...statement, Condition: ofOrganization }, statement]],
  ['all but another account', [statement, { ...denial, Principal: { AWS: '222222222222' } }]],
])('a role that lets in %s trusts the account', (_, one) => {
  expect(trustOf(document(one), account)).toBe('trusts');
});

test.each([
  ['another account', { ...statement, Principal: { AWS: 'arn:aws:iam::222222222222:root' } }],
  ['a service', { ...statement, Principal: { Service: 'cloudformation.amazonaws.com' } }],
  ['only to tag sessions', { ...statement, Action: 'sts:TagSession' }],
  ['nobody, by a denial', denial],
  ['nobody, by a denial beside what allows', [statement, denial]],
  ['nobody, by a denial of everybody', [statement, { ...denial, Action: 'sts:*', Principal: '*' }]],
  ['nobody', []],
])('a role that lets in %s does not', (_, one) => {
  expect(trustOf(document(one), account)).toBe('does not trust');
});

test.each([
  ['those of an organization', { ...statement, Condition: ofOrganization }],
  ['all but those of an organization', [statement, { ...denial, Condition: ofOrganization }]],
  ['whoever names an external id', { ...statement, Condition: { StringEquals: { 'sts:ExternalId': 'a' } } }],
])('a role that lets in %s trusts under conditions', (_, one) => {
  expect(trustOf(document(one), account)).toBe('trusts under conditions');
});

test('a role without a policy trusts nobody', () => {
  expect(trustOf(undefined, account)).toBe('does not trust');
});
