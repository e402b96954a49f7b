import { exitCodes, RunError } from '../command/run-error';
import type { Assembly } from './assembly';

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
const accountId = /^\d{12}$/;

/**
 * Refuses stacks for what is no account, such as a placeholder that somebody has to fill in.
 *
 * @throws RunError TAP4074
 */
export function checkAccounts(assembly: Pick<Assembly, 'targets'>): void {
  const wrong = new Set(assembly.targets().flatMap(({ account }) => (accountId.test(account) ? [] : [account])));
  if (wrong.size === 0) return;
  const names = [...wrong].map((account) => JSON.stringify(account)).join(', ');
  throw new RunError(
    'TAP4074',
    exitCodes.wrongUse,
    `The commit has stacks for ${names}; the id of an account has 12 digits. Any 12 digits do for a rehearsal: ` +
      'give them by --variable, or commit them, wherever the app takes its accounts from. Nothing was started.',
  );
}
