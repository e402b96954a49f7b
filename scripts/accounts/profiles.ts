import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { Option } from 'commander';

/** Names of the profiles in the AWS configuration files, by the account that each is for. */
export type Profiles = ReadonlyMap<string, string>;

/** `--profile ACCOUNT=NAME`, which may be given once for each account. */
export function profileOption(): Option {
  return new Option('--profile <account=name>', 'look at an account by a profile of your AWS configuration; repeatable')
    .argParser((value: string, all: readonly string[]) => [...all, value])
    .default([], 'your own credentials');
}

/**
 * Reads what `--profile` was given.
 *
 * @param accounts those that the configuration names; none if it leaves them out
 * @throws RunError TAP6001 for what is no ACCOUNT=NAME, an account that the configuration doesn't name, or one named twice
 */
export function readProfiles(values: readonly string[], accounts: readonly string[]): Profiles {
  const profiles = new Map<string, string>();
  for (const value of values) {
    const [, account = '', name = ''] = /^(\d{12})=(\S(?:.*\S)?)$/.exec(value) ?? [];
    if (account === '')
      wrong(value, 'expected ACCOUNT=NAME: an account id of 12 digits and a profile, such as 111111111111=shop-dev');
    if (accounts.length === 0) {
      wrong(
        value,
        'the configuration names no accounts, so everything is in that of your credentials; choose those by AWS_PROFILE',
      );
    }
    if (!accounts.includes(account))
      wrong(value, `the configuration names no such account; allowed are ${accounts.join(', ')}`);
    if (profiles.has(account)) wrong(value, `account ${account} has a profile already; name one for each`);
    profiles.set(account, name);
  }
  return profiles;
}

function wrong(value: string, rule: string): never {
  throw new RunError('TAP6001', exitCodes.wrongUse, `--profile: received "${value}"; ${rule}`);
}
