import { Command } from 'commander';
import { profileOption, readProfiles } from '../../../scripts/accounts/profiles';

const accounts = ['111111111111', '222222222222'];

test('--profile may be given once for each account', () => {
  const { profile } = new Command()
    .addOption(profileOption())
    .parse(['--profile', '111111111111=shop', '--profile', '222222222222=shop dev'], { from: 'user' })
    .opts<{ readonly profile: readonly string[] }>();
  expect([...readProfiles(profile, accounts)]).toEqual([
    ['111111111111', 'shop'],
    ['222222222222', 'shop dev'],
  ]);
});

test('without --profile nobody has one', () => {
  const { profile } = new Command()
    .addOption(profileOption())
    .parse([], { from: 'user' })
    .opts<{ readonly profile: readonly string[] }>();
  expect(readProfiles(profile, accounts).size).toBe(0);
});

test.each([
  ['what names no account', ['shop'], accounts, /received "shop".*ACCOUNT=NAME/],
  ['an account of too few digits', ['11111111111=shop'], accounts, /12 digits/],
  ['a profile without a name', ['111111111111='], accounts, /ACCOUNT=NAME/],
  ['a profile of spaces', ['111111111111= '], accounts, /ACCOUNT=NAME/],
  [
    'an account that the configuration does not name',
    ['333333333333=shop'],
    accounts,
    /allowed are 111111111111, 222222222222/,
  ],
  [
    'an account named twice',
    ['111111111111=one', '111111111111=two'],
    accounts,
    /received "111111111111=two".*has a profile already/,
  ],
  ['any account where the configuration leaves them out', ['111111111111=shop'], [], /AWS_PROFILE/],
])('%s is refused as wrong use', (_, values, configured, message) => {
  expect(() => readProfiles(values, configured)).toThrow(
    expect.objectContaining({ code: 'TAP6001', exitCode: 2, message: expect.stringMatching(message) }),
  );
});
