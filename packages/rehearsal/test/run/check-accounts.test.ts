import { exitCodes, RunError } from '../../src/command/run-error';
import { checkAccounts } from '../../src/run/check-accounts';

const assembly = (...accounts: readonly string[]) => ({
  targets: () => accounts.map((account) => ({ account, region: 'us-east-1', qualifier: 'hnb659fds' })),
});

describe('the accounts of a commit', () => {
  test('are taken where each has 12 digits', () => {
    expect(() => checkAccounts(assembly())).not.toThrow();
    expect(() => checkAccounts(assembly('000000000000', '123456789012'))).not.toThrow();
  });

  test.each([
    ['a placeholder', ['24xx', '24xx', '123456789012'], '"24xx"'],
    ['a variable that nobody has set', ['undefined', ''], '"undefined", ""'],
    ['a digit too few or too many', ['12345678901', '1234567890123'], '"12345678901", "1234567890123"'],
  ])('are refused by name: %s', (_what, accounts, names) => {
    let refused: unknown;
    try {
      checkAccounts(assembly(...accounts));
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(RunError);
    expect(refused).toMatchObject({
      code: 'TAP4074',
      exitCode: exitCodes.wrongUse,
      message: expect.stringContaining(`stacks for ${names};`),
    });
  });
});
