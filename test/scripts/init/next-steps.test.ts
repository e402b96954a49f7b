import { type DeliveryData, parseConfiguration } from '../../../lib/config';
import { withAnswers } from '../../../scripts/init/answers';
import { nextSteps } from '../../../scripts/init/next-steps';
import { shippedData } from '../../fixtures/shipped';
import { acme, archive } from './support/answers';

function configured(data: DeliveryData) {
  return parseConfiguration(data, {});
}

describe('the next steps', () => {
  test('bootstrap the pipeline’s account wherever an environment is, and each other account in its region and us-east-1', () => {
    const commands = nextSteps(configured(withAnswers(shippedData, acme)))
      .split('npx cdk bootstrap')
      .slice(1);
    expect(commands.map((command) => [...command.matchAll(/aws:\/\/(\S+)/g)].map(([, place]) => place).sort())).toEqual(
      [
        ['210987654321/eu-central-1', '210987654321/eu-west-1', '210987654321/us-east-1'],
        ['321098765432/eu-west-1', '321098765432/us-east-1'],
        ['432109876543/eu-central-1', '432109876543/us-east-1'],
      ],
    );
  });

  test.each([
    ['accounts that are named', acme, /2\. Bootstrap each account, as its administrator:\n/],
    ['none', archive, /2\. Bootstrap the account of your credentials .*ACCOUNT.*, as its administrator:\n/],
  ])('say once whose credentials bootstrap takes, with %s', (_what, answers, sentence) => {
    const text = nextSteps(configured(withAnswers(shippedData, answers)));
    expect(text).toMatch(sentence);
    expect(text.match(/2\. .*/)?.[0].match(/administrator/g)).toHaveLength(1);
  });

  test('trust the pipeline’s account in all others', () => {
    const commands = nextSteps(configured(withAnswers(shippedData, acme)))
      .split('npx cdk bootstrap')
      .slice(1);
    expect(commands.map((command) => command.includes('--trust 210987654321'))).toEqual([false, true, true]);
  });

  test('name one command and no account, where none are named', () => {
    const text = nextSteps(configured(withAnswers(shippedData, archive)));
    expect(text.match(/npx cdk bootstrap aws:\/\/ACCOUNT\/us-east-1 /g)).toHaveLength(1);
    expect(text).not.toContain('--trust');
    expect(text).toContain('acme-sources');
  });

  test('name the qualifier of the bootstrap stacks in every command, where it is another one', () => {
    const data = withAnswers(shippedData, acme);
    const text = nextSteps(configured({ ...data, pipeline: { ...data.pipeline, bootstrapQualifier: 'acme' } }));
    expect(text.match(/--qualifier acme --toolkit-stack-name CDKToolkit-acme/g)).toHaveLength(3);
    expect(nextSteps(configured(data))).not.toContain('--qualifier');
  });

  test.each([
    [true, /once step 4 has created it/],
    [false, /push to main of shop$/m],
  ])('say when to push to CodeCommit, created: %s', (create, message) => {
    const source = { kind: 'codecommit', repositoryName: 'shop', branch: 'main', create } as const;
    expect(nextSteps(configured(withAnswers(shippedData, { ...acme, source })))).toMatch(message);
  });
});
