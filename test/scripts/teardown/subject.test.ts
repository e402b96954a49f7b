import { parseConfiguration } from '../../../lib/config';
import { subjectOf } from '../../../scripts/teardown/subject';
import { europeData } from '../../fixtures/europe';
import { shippedData } from '../../fixtures/shipped';

const abroad = parseConfiguration(europeData, {});
const atHome = parseConfiguration(shippedData, {});

describe('the environment that is meant', () => {
  test('is where the configuration has it, with the pipeline that deploys it', () => {
    expect(subjectOf('Dev', abroad)).toMatchObject({
      name: 'Dev',
      application: 'tap',
      account: europeData.environments[0]?.account,
      region: 'eu-west-1',
      configured: { name: 'Dev' },
      pipeline: { name: 'tap-delivery', account: europeData.pipeline.account, region: 'eu-west-1' },
    });
    expect(subjectOf('Dev', atHome)).toMatchObject({ account: undefined, region: 'us-east-1' });
  });

  test.each(['Dve', 'dev', ''])('is none called "%s", and the message names those that there are', (name) => {
    expect(() => subjectOf(name, abroad)).toThrow(
      expect.objectContaining({
        code: 'TAP6504',
        exitCode: 2,
        message: expect.stringMatching(/did you mean "Dev".*Dev, Staging, Prod.*--account/),
      }),
    );
  });

  test('may be one that the configuration no longer has, or has in another account', () => {
    const place = { account: '999999999999', region: 'eu-west-1' };
    for (const name of ['Gone', 'Dev']) {
      const subject = subjectOf(name, abroad, place);
      expect(subject).toMatchObject({ name, ...place });
      expect(subject.configured).toBeUndefined();
    }
  });

  test.each([
    ['Gone', '99999', 'eu-west-1', /--account: received "99999"; expected .*12 digits/],
    ['Gone', '999999999999', 'moon', /--region: received "moon"; allowed are .*eu-west-1/],
    ['gone', '999999999999', 'eu-west-1', /"gone" is no environment's name/],
    ['Dev', '222222222222', 'us-east-1', /has Dev in this account, in eu-west-1/],
  ])('is not %s in %s, %s', (name, account, region, message) => {
    expect(() => subjectOf(name, abroad, { account, region })).toThrow(
      expect.objectContaining({ code: 'TAP6501', exitCode: 2, message: expect.stringMatching(message) }),
    );
  });

  test('is not told from itself where no accounts are configured', () => {
    expect(() => subjectOf('Dev', atHome, { account: '999999999999', region: 'eu-west-1' })).toThrow(/TAP6501/);
  });
});
